from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from registry import months
        from reports import recap

        months.subscribe(recap.recount_due)
