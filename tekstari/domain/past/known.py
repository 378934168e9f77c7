"""Whom and what a row of events is about, kept in memory: contacts and records as they become known.

The rules of `actions/placing.py` without a database, for a backtest and for stories. The company's own
key wins over the phone, a phone alone never guesses between two, an older value never overwrites.
"""

from collections import ChainMap
from dataclasses import dataclass, field
from datetime import datetime

from tekstari.domain.events import Event, SaidContact, SaidRecord
from tekstari.domain.happened import Happened, Person


@dataclass
class Kept:
    """A contact or a record, and from when each of its values is."""

    id: str
    owner: str | None = None  # a record's contact
    phones: list[str] = field(default_factory=list)
    key: str | None = None
    fields: dict[str, object] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)

    def keep(self, name: str, value: object, at: datetime) -> None:
        if name not in self.times or self.times[name] <= at:
            self.fields[name], self.times[name] = value, at


class Known:
    """Contacts and records, as they become while events are placed one by one."""

    def __init__(self) -> None:
        self.contacts: dict[str, Kept] = {}
        self.records: dict[tuple[str, str], Kept] = {}
        self._by_key: dict[str, Kept] = {}
        self._by_phone: dict[str, list[Kept]] = {}

    def place(self, event: Event) -> Happened:
        """The event with its contact and its record, found or made."""
        contact = self._contact(event.contact, event.time) if event.contact else None
        record = self._record(event.record, contact, event.time) if event.record else None
        owner = record.owner if record and event.contact is None else None
        return Happened(
            id=f"{event.source}\n{event.id}",
            type=event.type,
            time=event.time,
            contact=contact.id if contact else owner,
            record=record.id if record else None,
            kind=event.record.kind if event.record else "",
            key=event.record.key if event.record else "",
            fields=ChainMap(dict(event.record.fields), record.fields) if event.record and record else {},
            data=event.data,
        )

    def person(self, contact: str | None) -> Person | None:
        """The contact as texts see it."""
        kept = self.contacts.get(contact or "")
        if kept is None:
            return None
        fields = dict(kept.fields)
        name, language = str(fields.pop("@name", "")), str(fields.pop("@language", ""))
        return Person(kept.id, name, language, tuple(kept.phones), fields)

    def _contact(self, said: SaidContact, at: datetime) -> Kept | None:
        kept = self._found(said)
        if kept is None and said.key is None and len(self._by_phone.get(said.phone or "", ())) > 1:
            return None
        if kept is None:
            kept = Kept(f"contact {len(self.contacts) + 1}", key=said.key)
            self.contacts[kept.id] = kept
        if said.key:
            kept.key = said.key
            self._by_key[said.key] = kept
        if said.phone and said.phone not in kept.phones:
            kept.phones.append(said.phone)
            self._by_phone.setdefault(said.phone, []).append(kept)
        for name, value in (("@name", said.name), ("@language", said.language)):
            if value:
                kept.keep(name, value, at)
        for name, inner in said.fields.items():
            kept.keep(name, inner, at)
        return kept

    def _found(self, said: SaidContact) -> Kept | None:
        holders = self._by_phone.get(said.phone or "", [])
        if said.key is None:
            return holders[0] if len(holders) == 1 else None
        if said.key in self._by_key:
            return self._by_key[said.key]
        is_nameless = len(holders) == 1 and holders[0].key is None
        return holders[0] if is_nameless else None

    def _record(self, said: SaidRecord, contact: Kept | None, at: datetime) -> Kept:
        place = (said.kind, said.key)
        if place not in self.records:
            self.records[place] = Kept(f"record {len(self.records) + 1}")
        record = self.records[place]
        if contact is not None and record.times.get("@contact", at) <= at:
            record.owner, record.times["@contact"] = contact.id, at
        for name, value in said.fields.items():
            record.keep(name, value, at)
        return record
