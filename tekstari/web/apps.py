from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages people use."""

    name = "tekstari.web"
    label = "web"
