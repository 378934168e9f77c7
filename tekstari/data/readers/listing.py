"""Rows as lists for machines show them: everything one item needs, in few queries. Lazy."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, Prefetch, Q, QuerySet

from tekstari.data.models import (
    Answer,
    Automation,
    CallTask,
    Contact,
    ContactPhone,
    Event,
    GroupMember,
    Membership,
    Message,
    Nearly,
    Occurrence,
    Sender,
)


def contacts() -> QuerySet[Contact]:
    phones = ContactPhone.objects.order_by("position", "id")
    return Contact.objects.prefetch_related(Prefetch("phones", phones))


def group_names(found: Iterable[Contact]) -> dict[UUID, list[str]]:
    """The names of the groups of each of these contacts."""
    members = GroupMember.objects.filter(contact__in=list(found)).select_related("group")
    groups: dict[UUID, list[str]] = {}
    for member in members.order_by("group__name"):
        groups.setdefault(member.contact_id, []).append(member.group.name)
    return groups


def messages() -> QuerySet[Message]:
    return _with_contact(Message.objects.all())


def call_tasks() -> QuerySet[CallTask]:
    return _with_contact(CallTask.objects.select_related("call_list"))


def automations() -> QuerySet[Automation]:
    return Automation.objects.select_related("version")


def answers() -> QuerySet[Answer]:
    return _with_contact(Answer.objects.select_related("automation"))


def occurrences() -> QuerySet[Occurrence]:
    return _with_contact(Occurrence.objects.select_related("automation"))


def nearly() -> QuerySet[Nearly]:
    return _with_contact(Nearly.objects.select_related("automation"))


def events() -> QuerySet[Event]:
    return Event.objects.all()


def sender_values(workspace_id: UUID) -> set[str]:
    """The numbers and names this workspace writes from."""
    return set(Sender.objects.filter(workspace_id=workspace_id).values_list("value", flat=True))


def workspace_of_member(user_id: UUID, slug: str) -> UUID | None:
    """The workspace with this slug, if the user belongs to it."""
    mine = Membership.objects.filter(user_id=user_id, workspace__slug=slug)
    found: UUID | None = mine.values_list("workspace_id", flat=True).first()
    return found


def newest(rows: QuerySet[Any], at: str, most: int, after: tuple[Any, UUID] | None) -> list[Model]:
    """At most `most` rows, newest first by the column `at`; only those after a (time, id)."""
    if after:
        rows = rows.filter(Q(**{f"{at}__lt": after[0]}) | Q(**{at: after[0], "id__lt": after[1]}))
    return list(rows.order_by(f"-{at}", "-id")[:most])


def _with_contact(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.prefetch_related(Prefetch("contact", contacts()))
