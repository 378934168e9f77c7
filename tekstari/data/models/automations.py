"""Automations, their versions, what they decided and what they nearly decided."""

from django.db import models

from tekstari.data.models.base import WorkspaceRow, one_id, ref


class Automation(WorkspaceRow):
    """The right text at the right moment. `text` is the playbook as written: the source of all."""

    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    text = models.TextField()
    is_on = models.BooleanField(default=False)
    version = ref("data.AutomationVersion", null=True)
    on_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "automation"
        constraints = [
            one_id("automation"),
            models.UniqueConstraint(fields=["workspace", "slug"], name="automation_slug"),
        ]


class AutomationVersion(WorkspaceRow):
    """One published form of a playbook; a run stays on the version it began with."""

    automation = ref(Automation)
    number = models.IntegerField()
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "automation_version"
        constraints = [
            one_id("automation_version"),
            models.UniqueConstraint(
                fields=["workspace", "automation", "number"], name="automation_version_number"
            ),
        ]


class Scan(WorkspaceRow):
    """How far an absence automation has looked, and when it must look again; its id is the automation's."""

    scanned_until = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        db_table = "scan"
        constraints = [one_id("scan")]
        indexes = [models.Index(fields=["due_at"], name="scan_by_due")]


class Occurrence(WorkspaceRow):
    """One match of an automation for one key: the ledger of fired, held, suppressed and failed."""

    automation = ref(Automation)
    version = ref(AutomationVersion)
    key = models.CharField(max_length=300)
    occurrence = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=12)  # waiting, fired, suppressed, failed, changed
    reason = models.CharField(max_length=40, blank=True, default="")
    contact = ref("data.Contact", null=True)
    record = ref("data.Record", null=True)
    event = ref("data.Event", null=True)  # the event that completed it
    #: [{"reason": id, "values": {…}, "holds": true|false|null}…], the deciding line first
    trace = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        db_table = "occurrence"
        constraints = [
            one_id("occurrence"),
            models.UniqueConstraint(
                fields=["workspace", "automation", "key", "occurrence"], name="occurrence_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "automation", "at"], name="occurrence_by_time"),
            models.Index(fields=["workspace", "contact", "at"], name="occurrence_by_contact"),
        ]


class OccurrenceMember(WorkspaceRow):
    """Which events made an occurrence, and how much of a supply it used."""

    automation = ref(Automation)
    occurrence = ref(Occurrence)
    event = ref("data.Event")
    used = models.IntegerField(default=0)

    class Meta:
        db_table = "occurrence_member"
        constraints = [one_id("occurrence_member")]
        indexes = [
            models.Index(fields=["workspace", "automation", "event"], name="occurrence_member_by_event")
        ]


class Nearly(WorkspaceRow):
    """The last verdict for a key that has some of what an automation waits for, not all."""

    automation = ref(Automation)
    key = models.CharField(max_length=300)
    contact = ref("data.Contact", null=True)
    record = ref("data.Record", null=True)
    trace = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        db_table = "nearly"
        constraints = [
            one_id("nearly"),
            models.UniqueConstraint(fields=["workspace", "automation", "key"], name="nearly_once"),
        ]
