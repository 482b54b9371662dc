from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = "Kunjungan"

    def ready(self) -> None:
        from registry import months
        from visits import audit, services

        audit.register()
        months.subscribe_to_people(services.reassess)
