"""The automations that are on in a workspace, compiled. Asked for every batch, so kept by version."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from tekstari.data.models import Automation, AutomationVersion
from tekstari.data.playbook_text import read_text
from tekstari.domain.flows.definition import Playbook


@dataclass(frozen=True, slots=True)
class LiveAutomation:
    id: UUID
    version_id: UUID
    playbook: Playbook


def live_automations() -> list[LiveAutomation]:
    """Those that are on, in the order they were made."""
    rows = Automation.objects.filter(is_on=True, version__isnull=False).order_by("id")
    return [
        LiveAutomation(id, version_id, playbook_of(version_id))
        for id, version_id in rows.values_list("id", "version_id")
    ]


@lru_cache(maxsize=4096)
def playbook_of(version_id: UUID) -> Playbook:
    """A version never changes, so neither does its compiled form."""
    text = AutomationVersion.objects.values_list("text", flat=True).get(pk=version_id)
    playbook, problems = read_text(text)
    if playbook is None:
        raise ValueError(f"version {version_id} does not read: {problems[0].reason}")
    return playbook
