"""What the API answers with. The names are the words of docs/words.md."""

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from ninja import Field, Schema
from pydantic import ConfigDict

Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="The cursor of the next page, or null on the last.")


class Health(Schema):
    status: Literal["ok"]
    version: str


class ContactShort(Schema):
    id: str
    name: str
    phones: list[str] = Field(description="In the form +358401234567, the first one first.")


class Contact(ContactShort):
    key: str | None = Field(description="The company's own key of this person.")
    language: str
    groups: list[str]
    fields: dict[str, Any]


class Message(Schema):
    model_config = ConfigDict(populate_by_name=True)

    id: str
    conversation: str
    contact: ContactShort | None
    direction: Literal["in", "out"]
    from_: str = Field(alias="from")
    to: str
    text: str
    purpose: str
    state: str = Field(description="For instance queued, sent, delivered, suppressed, received.")
    reason: str = Field(description="Why it is not sent, when it is not.")
    parts: int
    created_at: datetime


class CallReason(Schema):
    reason: str
    values: dict[str, Any] = {}
    message: str | None = None
    at: datetime | None = None


class CallTask(Schema):
    id: str
    list: str
    contact: ContactShort
    phone: str
    state: Literal["open", "claimed", "in_call", "scheduled", "done", "cancelled"]
    reasons: list[CallReason]
    reply: str
    promised_at: datetime | None
    outcome: str
    created_at: datetime
    done_at: datetime | None


class Automation(Schema):
    id: str
    slug: str
    name: str
    is_on: bool
    on_since: datetime | None
    version: int | None


class Event(Schema):
    id: str
    source: str
    source_id: str = Field(description="The event's id in its source.")
    type: str
    time: datetime
    received_at: datetime
    subject: str
    contact: str | None
    record: str | None
    data: dict[str, Any]
    problem: str


class Answer(Schema):
    id: str
    automation: str
    contact: ContactShort
    question: str
    kind: str
    value: str
    rest: str = Field(description="What else the person wrote.")
    message: str | None
    at: datetime


class TraceLine(Schema):
    reason: str
    values: dict[str, Any] = {}
    holds: bool | None = None


class Decision(Schema):
    id: str
    automation: str
    key: str
    state: Literal["waiting", "fired", "suppressed", "failed", "changed", "nearly"]
    reason: str
    contact: ContactShort | None
    trace: list[TraceLine] = Field(description="Why, the deciding line first.")
    at: datetime


class Wrong(Schema):
    field: str
    reason: str
    code: str


class Problem(Schema):
    """An error (RFC 9457). `code` is the same in every language, `title` is in the asked one."""

    type: str
    title: str
    status: int
    code: str
    errors: list[Wrong] = []


class RefusedLine(Schema):
    line: int = Field(description="From 1.")
    field: str
    reason: str
    code: str


class Taken(Schema):
    taken: int
    known: int = Field(description="Told before: the same source and id is one event.")
    refused: list[RefusedLine]
