from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Register warga"

    def ready(self) -> None:
        from registry import audit

        audit.register()
