from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "tekstari.data"
    label = "data"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tekstari.data import access  # noqa: F401  (its guard must watch every connection)
