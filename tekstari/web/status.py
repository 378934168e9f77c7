"""The status line: what was just done, and how to take it back. It stays until the next deed."""

from django.http import HttpRequest

KEY = "status"


def say(request: HttpRequest, text: str, undo: str = "") -> None:
    request.session[KEY] = {"text": str(text), "undo": undo}


def shown(request: HttpRequest) -> dict[str, str]:
    """What the line says; said once, on the first whole page drawn after the deed."""
    return request.session.pop(KEY, {}) if hasattr(request, "session") else {}
