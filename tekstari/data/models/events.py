"""What happened, as the company's systems told it."""

from django.db import models

from tekstari.data.models.base import WorkspaceRow, one_id, ref


class Event(WorkspaceRow):
    """One thing that happened. Stored whole before anything is decided about it."""

    source = models.CharField(max_length=200)
    external_id = models.CharField(max_length=200)
    type = models.CharField(max_length=100)
    time = models.DateTimeField()
    received_at = models.DateTimeField()
    subject = models.CharField(max_length=200, blank=True, default="")
    said_contact = models.JSONField(null=True)
    said_record = models.JSONField(null=True)
    data = models.JSONField(default=dict)
    contact = ref("data.Contact", null=True)
    record = ref("data.Record", null=True)
    problem = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "event"
        constraints = [
            one_id("event"),
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="event_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "type", "time"], name="event_by_type"),
            models.Index(fields=["workspace", "contact", "time"], name="event_by_contact"),
            models.Index(fields=["workspace", "record", "time"], name="event_by_record"),
        ]


class DueEvent(WorkspaceRow):
    """An event that waits to be judged; its id is the event's."""

    due_at = models.DateTimeField()

    class Meta:
        db_table = "due_event"
        constraints = [one_id("due_event")]
        indexes = [models.Index(fields=["due_at"], name="due_event_by_due")]


class EventKey(WorkspaceRow):
    """By which values an event can meet others: (type, name, value) -> event."""

    type = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    value = models.CharField(max_length=200)
    time = models.DateTimeField()
    event = ref(Event)

    class Meta:
        db_table = "event_key"
        constraints = [
            one_id("event_key"),
            models.UniqueConstraint(
                fields=["workspace", "type", "name", "value", "event"], name="event_key_once"
            ),
        ]


class LastEvent(WorkspaceRow):
    """When each type last happened to a record or a contact: absence is asked of this table."""

    type = models.CharField(max_length=100)
    about = models.CharField(max_length=10)  # record, contact
    about_id = models.UUIDField()
    event = ref(Event)
    time = models.DateTimeField()

    class Meta:
        db_table = "last_event"
        constraints = [
            one_id("last_event"),
            models.UniqueConstraint(
                fields=["workspace", "about", "about_id", "type"], name="last_event_once"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "about", "type", "time"], name="last_event_by_time")]
