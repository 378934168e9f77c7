"""Opening a company's own closed area."""

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from tekstari.actions.refusals import Refused
from tekstari.data.access import in_workspace
from tekstari.data.models import CallList, Channel, Sender, Workspace, WorkspaceClock

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HOURS = {day: "8-17" for day in ("mon", "tue", "wed", "thu", "fri")}
QUIET = {"start": "21:00", "end": "08:00", "purposes": ["marketing", "survey"]}


@transaction.atomic
def create(
    *,
    name: str,
    slug: str,
    language: str = "fi",
    is_simulated: bool = False,
    sender: str = "",
    settings: dict[str, Any] | None = None,
    now: datetime,
) -> Workspace:
    """A workspace with its clock, and, when simulated, a number that practice phones can answer."""
    if not SLUG.fullmatch(slug):
        raise Refused("workspace.slug", slug=slug)
    if Workspace.objects.filter(slug=slug).exists():
        raise Refused("workspace.taken", slug=slug)
    workspace = Workspace.objects.create(
        name=name,
        slug=slug,
        language=language,
        is_simulated=is_simulated,
        settings={"hours": HOURS, "closed_on": [], "phone": "", "quiet": QUIET} | (settings or {}),
        created_at=now,
    )
    WorkspaceClock.objects.create(workspace=workspace)
    if is_simulated:
        add_sender(workspace, channel=simulator(), value=sender or "18100", kind="short")
    with in_workspace(workspace.id):
        CallList.objects.create(workspace=workspace, name="Soitot")
    return workspace


def simulator() -> Channel:
    """The one channel of practice phones; every simulated workspace speaks through it."""
    return Channel.objects.get_or_create(name="Simulator", defaults={"kind": "simulator"})[0]


def add_sender(workspace: Workspace, *, channel: Channel, value: str, kind: str) -> Sender:
    is_first = not Sender.objects.filter(workspace=workspace).exists()
    return Sender.objects.create(
        workspace=workspace, channel=channel, value=value, kind=kind, is_default=is_first
    )
