"""Contacts, their phones, groups and permissions; records, the things a company keeps."""

from django.db import models

from tekstari.data.models.base import WorkspaceRow, one_id, ref


class Contact(WorkspaceRow):
    """A person with a phone number. `field_times` keeps when each field's value was true."""

    key = models.CharField(max_length=200, null=True)
    name = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    fields = models.JSONField(default=dict)
    field_times = models.JSONField(default=dict)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "contact"
        constraints = [
            one_id("contact"),
            models.UniqueConstraint(fields=["workspace", "key"], name="contact_key"),
        ]


class ContactPhone(WorkspaceRow):
    """One phone of one contact; a phone may belong to several (a household, a switchboard)."""

    contact = ref(Contact, related_name="phones")
    phone = models.CharField(max_length=20)
    position = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "contact_phone"
        constraints = [
            one_id("contact_phone"),
            models.UniqueConstraint(fields=["workspace", "contact", "phone"], name="contact_phone_once"),
        ]
        indexes = [models.Index(fields=["workspace", "phone"], name="contact_phone_by_phone")]


class Group(WorkspaceRow):
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "contact_group"
        constraints = [
            one_id("contact_group"),
            models.UniqueConstraint(fields=["workspace", "name"], name="contact_group_name"),
        ]


class GroupMember(WorkspaceRow):
    group = ref(Group)
    contact = ref(Contact)

    class Meta:
        db_table = "group_member"
        constraints = [
            one_id("group_member"),
            models.UniqueConstraint(fields=["workspace", "group", "contact"], name="group_member_once"),
        ]


class Consent(WorkspaceRow):
    """Every change of permission, never edited: who said what, about which purpose, with what proof."""

    phone = models.CharField(max_length=20)
    purpose = models.CharField(max_length=10)  # a Purpose, or a Scope for STOP
    change = models.CharField(max_length=10)  # given, withdrawn
    source = models.CharField(max_length=20)  # reply, event, import, user
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "consent"
        constraints = [one_id("consent")]
        indexes = [models.Index(fields=["workspace", "phone", "at"], name="consent_by_phone")]


class Suppression(WorkspaceRow):
    """A phone that gets nothing of this scope now (domain.delivery.suppression.Scope)."""

    phone = models.CharField(max_length=20)
    scope = models.CharField(max_length=10)
    since = models.DateTimeField()

    class Meta:
        db_table = "suppression"
        constraints = [
            one_id("suppression"),
            models.UniqueConstraint(fields=["workspace", "phone", "scope"], name="suppression_once"),
        ]


class Record(WorkspaceRow):
    """A thing the company keeps: vehicle ABC-123, order 10042."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    contact = ref(Contact, null=True)
    fields = models.JSONField(default=dict)
    field_times = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "record"
        constraints = [
            one_id("record"),
            models.UniqueConstraint(fields=["workspace", "kind", "key"], name="record_key"),
        ]
        indexes = [models.Index(fields=["workspace", "contact"], name="record_by_contact")]
