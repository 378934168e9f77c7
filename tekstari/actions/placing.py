"""Whom and what an event is about: contacts and records found or made, fields kept up to date.

The company's own key wins over the phone. A phone alone finds its only contact or makes one; between
two it never guesses. A field carries its event's time, and an older one never overwrites a newer.
Everything is loaded once for a batch and written once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tekstari.data.ids import new_id
from tekstari.data.models import Contact, ContactPhone, Event, Group, GroupMember, Record
from tekstari.data.writing import update_rows
from tekstari.domain.events import SaidContact, SaidRecord, contact_from_json, record_from_json

OWNER = "@contact"  # the time a record's contact was told, kept beside its fields'


class Placing:
    """Contacts and records of one batch, as they become while its events are placed in order."""

    def __init__(self, workspace_id: UUID, events: Sequence[Event], now: datetime) -> None:
        self.workspace_id = workspace_id
        self.now = now
        self.said = {
            event.id: (contact_from_json(event.said_contact), record_from_json(event.said_record))
            for event in events
        }
        self.by_key: dict[str, Contact] = {}
        self.by_phone: dict[str, list[Contact]] = defaultdict(list)
        self.records: dict[tuple[str, str], Record] = {}
        self.contacts: dict[UUID, Contact] = {}
        self.new_phones: list[ContactPhone] = []
        self.groups: list[tuple[str, UUID]] = []
        self.dirty: set[UUID] = set()
        self.fresh: set[UUID] = set()
        self._load()

    def place(self, event: Event) -> None:
        """Find or make this event's contact and record; note what could not be told apart."""
        contact_said, record_said = self.said[event.id]
        contact = self._contact(contact_said, event) if contact_said else None
        record = self._record(record_said, contact, event.time) if record_said else None
        if contact is None and record is not None and contact_said is None and record.contact_id:
            contact = self.contacts.get(record.contact_id)
            event.contact_id = record.contact_id
        if contact is not None:
            event.contact_id = contact.id
        event.record = record

    def save(self) -> None:
        _write(Contact, self.contacts.values(), self.fresh, self.dirty, CONTACT_FIELDS)
        ContactPhone.objects.bulk_create(self.new_phones, ignore_conflicts=True)
        _write(Record, self.records.values(), self.fresh, self.dirty, RECORD_FIELDS)
        self._save_groups()

    def _load(self) -> None:
        contacts = [contact for contact, _ in self.said.values() if contact]
        records = [record for _, record in self.said.values() if record]
        keys = {c.key for c in contacts if c.key}
        phones = {c.phone for c in contacts if c.phone}
        found = Record.objects.filter(kind__in={r.kind for r in records}, key__in={r.key for r in records})
        self.records = {(record.kind, record.key): record for record in found}
        owners = {r.contact_id for r in self.records.values() if r.contact_id}
        rows = ContactPhone.objects.filter(phone__in=phones).order_by("id")
        holders = [(row.phone, row.contact_id) for row in rows]
        wanted = owners | {contact_id for _, contact_id in holders}
        known = list(Contact.objects.filter(key__in=keys)) + list(Contact.objects.filter(id__in=wanted))
        self.contacts = {contact.id: contact for contact in known}
        self.by_key = {c.key: c for c in self.contacts.values() if c.key}
        for phone, contact_id in holders:
            self.by_phone[phone].append(self.contacts[contact_id])

    def _contact(self, said: SaidContact, event: Event) -> Contact | None:
        contact = self._known(said)
        if contact is None and said.key is None and said.phone and len(self.by_phone[said.phone]) > 1:
            event.problem = "contact.ambiguous"
            return None
        if contact is None:
            contact = self._new_contact(said)
        self._update_contact(contact, said, event.time)
        return contact

    def _known(self, said: SaidContact) -> Contact | None:
        holders = self.by_phone[said.phone] if said.phone else []
        if said.key is None:
            return holders[0] if len(holders) == 1 else None
        if said.key in self.by_key:
            return self.by_key[said.key]
        nameless = [holder for holder in holders if holder.key is None]
        if len(holders) == 1 and nameless:  # known by phone until now: this is its key
            nameless[0].key = said.key
            self.by_key[said.key] = nameless[0]
            self.dirty.add(nameless[0].id)
            return nameless[0]
        return None

    def _new_contact(self, said: SaidContact) -> Contact:
        contact = Contact(id=new_id(), workspace_id=self.workspace_id, key=said.key, created_at=self.now)
        self.contacts[contact.id] = contact
        self.fresh.add(contact.id)
        if said.key:
            self.by_key[said.key] = contact
        return contact

    def _update_contact(self, contact: Contact, said: SaidContact, at: datetime) -> None:
        if said.phone and contact not in self.by_phone[said.phone]:
            self.by_phone[said.phone].append(contact)
            self.new_phones.append(
                ContactPhone(workspace_id=self.workspace_id, contact_id=contact.id, phone=said.phone)
            )
        times = contact.field_times
        for name, value in (("name", said.name), ("language", said.language)):
            if value and _is_newer(times, f"@{name}", at):
                setattr(contact, name, value)
                self.dirty.add(contact.id)
        if _merge(contact.fields, times, said.fields, at):
            self.dirty.add(contact.id)
        self.groups += [(group, contact.id) for group in said.groups]

    def _record(self, said: SaidRecord, contact: Contact | None, at: datetime) -> Record:
        record = self.records.get((said.kind, said.key))
        if record is None:
            record = Record(
                id=new_id(),
                workspace_id=self.workspace_id,
                kind=said.kind,
                key=said.key,
                created_at=self.now,
            )
            self.records[(said.kind, said.key)] = record
            self.fresh.add(record.id)
        if contact is not None and _is_newer(record.field_times, OWNER, at):
            record.contact_id = contact.id
            self.dirty.add(record.id)
        if _merge(record.fields, record.field_times, said.fields, at):
            self.dirty.add(record.id)
        return record

    def _save_groups(self) -> None:
        names = {name for name, _ in self.groups}
        if not names:
            return
        Group.objects.bulk_create(
            [Group(workspace_id=self.workspace_id, name=name) for name in names], ignore_conflicts=True
        )
        ids = dict(Group.objects.filter(name__in=names).values_list("name", "id"))
        GroupMember.objects.bulk_create(
            [
                GroupMember(workspace_id=self.workspace_id, group_id=ids[name], contact_id=contact_id)
                for name, contact_id in self.groups
            ],
            ignore_conflicts=True,
        )


CONTACT_FIELDS = ["key", "name", "language", "fields", "field_times"]
RECORD_FIELDS = ["contact", "fields", "field_times"]


def _write(model: Any, rows: Iterable[Any], fresh: set[UUID], dirty: set[UUID], fields: list[str]) -> None:
    rows = list(rows)
    model.objects.bulk_create([row for row in rows if row.id in fresh], batch_size=1000)
    changed = [row for row in rows if row.id in dirty and row.id not in fresh]
    if changed:
        update_rows(changed, fields)


def _is_newer(times: dict[str, str], name: str, at: datetime) -> bool:
    """Whether the value at hand is at least as new as the one kept; its time is noted when it is."""
    kept = times.get(name)
    if kept is not None and datetime.fromisoformat(kept) > at:
        return False
    times[name] = at.isoformat()
    return True


def _merge(fields: dict[str, Any], times: dict[str, str], said: Any, at: datetime) -> bool:
    changed = False
    for name, value in said.items():
        if _is_newer(times, name, at):
            fields[name] = value
            changed = True
    return changed
