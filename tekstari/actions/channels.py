"""Links to operators."""

from typing import Any

from tekstari.actions.refusals import Refused
from tekstari.data.models import Channel
from tekstari.data.sealing import seal

KINDS = ("simulator", "smpp")


def add(*, name: str, kind: str, settings: dict[str, Any]) -> Channel:
    """A channel of a kind that this version speaks; its secrets are sealed before they are stored."""
    if kind not in KINDS:
        raise Refused("channel.kind", kind=kind[:20], known=", ".join(KINDS))
    if Channel.objects.filter(name=name).exists():
        raise Refused("channel.taken", name=name[:60])
    return Channel.objects.create(name=name, kind=kind, settings=seal(settings))
