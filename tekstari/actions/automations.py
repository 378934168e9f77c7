"""Writing automations and turning them on and off."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tekstari.actions.refusals import Refused
from tekstari.actions.scanning import begin_scan
from tekstari.data import event_keys, live
from tekstari.data.access import alone_in_workspace, in_workspace
from tekstari.data.clock import offset_of
from tekstari.data.live_automations import LiveAutomation, playbook_of
from tekstari.data.models import Automation, AutomationVersion, Scan, User
from tekstari.data.playbook_text import read_text
from tekstari.domain.playbooks.tree import Problem


@dataclass
class BadPlaybook(Refused):
    """The text does not read; every problem with its line."""

    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        first = self.problems[0]
        super().__init__(first.reason, line=str(first.line), **first.values)


def keep(workspace_id: UUID, *, slug: str, text: str, now: datetime) -> Automation:
    """Keep a playbook's text under its slug. A text that does not read is refused with its lines.

    What is on stays on the version it was turned on with; `turn_on` publishes the new text.
    """
    playbook, problems = read_text(text)
    if playbook is None:
        raise BadPlaybook(problems)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) or len(slug) > 80:
        raise Refused("automation.slug", slug=slug[:80])
    with in_workspace(workspace_id):
        automation, _ = Automation.objects.update_or_create(
            workspace_id=workspace_id,
            slug=slug,
            defaults={"name": playbook.name, "text": text},
            create_defaults={"name": playbook.name, "text": text, "created_at": now},
        )
        live.mark(workspace_id, "automations")
    return automation


def called(workspace_id: UUID, slug: str) -> Automation | None:
    with in_workspace(workspace_id):
        return Automation.objects.filter(slug=slug).first()


def known(workspace_id: UUID) -> list[Automation]:
    """Every automation of a workspace, by name."""
    with in_workspace(workspace_id):
        return list(Automation.objects.order_by("name"))


def turn_on(workspace_id: UUID, automation_id: UUID, *, by: User | None = None, now: datetime) -> None:
    """Publish the text as it is and let it run. What happened before can still be met."""
    with alone_in_workspace(workspace_id):
        automation = Automation.objects.select_for_update().filter(pk=automation_id).first()
        if automation is None:
            raise Refused("automation.gone")
        automation.version = _version(automation, now)
        automation.is_on, automation.on_since = True, now
        automation.save()
        compiled = LiveAutomation(automation.id, automation.version_id, playbook_of(automation.version_id))
        event_keys.backfill(workspace_id, compiled)
        if not Scan.objects.filter(pk=automation.id).exists():
            begin_scan(compiled, workspace_id, now, offset_of(workspace_id))
        live.mark(workspace_id, "automations")


def turn_off(workspace_id: UUID, automation_id: UUID, *, by: User | None = None, now: datetime) -> None:
    """Nothing new begins. Dialogues that are open go on to their end."""
    with alone_in_workspace(workspace_id):
        done = Automation.objects.filter(pk=automation_id).update(is_on=False)
        if not done:
            raise Refused("automation.gone")
        Scan.objects.filter(pk=automation_id).delete()
        live.mark(workspace_id, "automations")


def _version(automation: Automation, now: datetime) -> AutomationVersion:
    """The newest version when the text has not changed since, else a new one."""
    newest = AutomationVersion.objects.filter(automation=automation).order_by("-number").first()
    if newest is not None and newest.text == automation.text:
        return newest
    return AutomationVersion.objects.create(
        workspace_id=automation.workspace_id,
        automation=automation,
        number=newest.number + 1 if newest else 1,
        text=automation.text,
        created_at=now,
    )
