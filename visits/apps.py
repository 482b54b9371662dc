from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = "Kunjungan"

    def ready(self) -> None:
        import registry.merging
        from registry import months
        from visits import audit, merging, services

        audit.register()
        months.subscribe_to_people(services.reassess)
        registry.merging.subscribe(merging)
