"""How a person wants to see Tekstari."""

from tekstari.data.models import User

LANGUAGES = ("fi", "sv", "en")
THEMES = ("system", "light", "dark")


def choose_language(user: User, language: str) -> None:
    """The pages speak this language to the person from now on; another code changes nothing."""
    if language in LANGUAGES:
        User.objects.filter(pk=user.pk).update(language=language)


def choose_theme(user: User, theme: str) -> None:
    if theme in THEMES:
        User.objects.filter(pk=user.pk).update(theme=theme)
