"""Conversations and messages, and the traffic rows that carry them to and from the networks."""

from django.db import models

from tekstari.data.ids import new_id
from tekstari.data.models.base import WorkspaceRow, one_id, ref


class Conversation(WorkspaceRow):
    """All texts between one of our senders and one phone."""

    sender = models.ForeignKey("data.Sender", on_delete=models.DO_NOTHING, related_name="+")
    phone = models.CharField(max_length=20)
    contact = ref("data.Contact", null=True)
    is_done = models.BooleanField(default=False)
    is_read = models.BooleanField(default=True)
    #: a reason id when a person must look (reading.unclear …); empty otherwise
    needs = models.CharField(max_length=40, blank=True, default="")
    assignee = models.ForeignKey("data.User", null=True, on_delete=models.DO_NOTHING, related_name="+")
    last_text = models.CharField(max_length=160, blank=True, default="")
    last_at = models.DateTimeField()
    last_in_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "conversation"
        constraints = [
            one_id("conversation"),
            models.UniqueConstraint(fields=["workspace", "sender", "phone"], name="conversation_once"),
        ]
        indexes = [models.Index(fields=["workspace", "is_done", "-last_at"], name="conversation_list")]


class Message(WorkspaceRow):
    """One text in or out. `state` is a domain.delivery.states.State, or "received" for a text in."""

    conversation = ref(Conversation)
    contact = ref("data.Contact", null=True)
    direction = models.CharField(max_length=3)  # in, out
    sender = models.CharField(max_length=20)
    phone = models.CharField(max_length=20)
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True, default="")
    purpose = models.CharField(max_length=10, blank=True, default="")
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=40, blank=True, default="")
    parts = models.SmallIntegerField(default=1)
    run = ref("data.Run", null=True)
    automation = ref("data.Automation", null=True)
    author = models.ForeignKey("data.User", null=True, on_delete=models.DO_NOTHING, related_name="+")
    #: of a text in: {"value", "rest", "rule", "question", "candidates", "control"}
    reading = models.JSONField(null=True)
    trace = models.JSONField(default=list)
    at = models.DateTimeField()  # created, in the workspace's own time
    leaves_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message"
        constraints = [one_id("message")]
        indexes = [
            models.Index(fields=["workspace", "conversation", "at"], name="message_thread"),
            models.Index(fields=["workspace", "phone", "at"], name="message_by_phone"),
            models.Index(fields=["workspace", "contact", "at"], name="message_by_contact"),
            models.Index(
                fields=["workspace", "sent_at"],
                name="message_unreported",
                condition=models.Q(state="sent"),
            ),
        ]


class MessageChange(WorkspaceRow):
    """Every change of a message's state with its evidence; never edited."""

    message = ref(Message)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=40, blank=True, default="")
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "message_change"
        constraints = [one_id("message_change")]
        indexes = [models.Index(fields=["workspace", "message", "at"], name="message_change_by")]


class Outbox(WorkspaceRow):
    """A text waiting to leave; its id is the message's. The gateway sees this and not the message."""

    channel = models.ForeignKey("data.Channel", on_delete=models.DO_NOTHING, related_name="+")
    sender = models.CharField(max_length=20)
    phone = models.CharField(max_length=20)
    text = models.TextField()
    purpose = models.CharField(max_length=10)
    must_leave = models.BooleanField(default=False)  # the last word to somebody who says STOP
    due_at = models.DateTimeField()  # real time
    worker = models.UUIDField(null=True)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "outbox"
        constraints = [one_id("outbox")]
        indexes = [models.Index(fields=["due_at"], name="outbox_by_due")]


class Attempt(WorkspaceRow):
    """One try to hand one part of a text over, written before the bytes go.

    `outcome` is what the far end answered at once (empty: nothing yet), `report` what a receipt told
    later. `beginning` and the numbers let a receipt without a name find its text.
    """

    message = ref(Message)
    channel = models.ForeignKey("data.Channel", on_delete=models.DO_NOTHING, related_name="+")
    fence = models.BigIntegerField()
    part = models.SmallIntegerField(default=1)
    parts = models.SmallIntegerField(default=1)
    reference = models.IntegerField(default=0)
    sender = models.CharField(max_length=20, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    beginning = models.CharField(max_length=20, blank=True, default="")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True, default="")
    provider_id = models.CharField(max_length=80, blank=True, default="")
    report = models.CharField(max_length=60, blank=True, default="")
    reported_at = models.DateTimeField(null=True)
    is_told = models.BooleanField(default=False)  # the message's state has heard of it

    class Meta:
        db_table = "attempt"
        constraints = [
            one_id("attempt"),
            models.UniqueConstraint(fields=["workspace", "message", "fence", "part"], name="attempt_once"),
        ]
        indexes = [
            models.Index(fields=["began_at"], name="attempt_untold", condition=models.Q(is_told=False)),
            models.Index(
                fields=["channel", "provider_id"],
                name="attempt_by_name",
                condition=~models.Q(provider_id=""),
            ),
            models.Index(
                fields=["channel", "phone"],
                name="attempt_nameless",
                condition=models.Q(provider_id=""),
            ),
        ]


class Inbound(WorkspaceRow):
    """A text that came, kept raw before it is understood."""

    channel = models.ForeignKey("data.Channel", on_delete=models.DO_NOTHING, related_name="+")
    phone = models.CharField(max_length=20)
    sender = models.CharField(max_length=20)  # ours, to which they wrote
    text = models.TextField()
    #: what tells a text delivered twice from the same words written twice
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    sequence = models.BigIntegerField(default=0)
    is_incomplete = models.BooleanField(default=False)
    received_at = models.DateTimeField()  # real time
    handled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inbound"
        constraints = [one_id("inbound")]
        indexes = [
            models.Index(
                fields=["received_at"],
                name="inbound_unhandled",
                condition=models.Q(handled_at=None),
            ),
            models.Index(fields=["fingerprint", "received_at"], name="inbound_by_fingerprint"),
        ]


class Receipt(models.Model):
    """What an operator told of a text it had taken, kept as it came.

    It belongs to nobody until its text is found: a receipt may come before the answer that names the
    text, or name none. So it is the installation's, and only the gateway sees it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.ForeignKey("data.Channel", on_delete=models.DO_NOTHING, related_name="+")
    names = models.JSONField(default=list)  # every form the far end's id may have
    clues = models.JSONField(default=dict)  # numbers, text and date, when it has no id
    report = models.CharField(max_length=60, blank=True, default="")
    raw = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    attempt_id = models.UUIDField(null=True)  # whose it is, once found

    class Meta:
        db_table = "receipt"
        indexes = [
            models.Index(
                fields=["channel", "received_at"],
                name="receipt_unmatched",
                condition=models.Q(attempt_id=None),
            )
        ]


class ReceivedPart(models.Model):
    """A part of a long text from a person, until the others have come. The installation's, as above."""

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.ForeignKey("data.Channel", on_delete=models.DO_NOTHING, related_name="+")
    phone = models.CharField(max_length=30)
    sender = models.CharField(max_length=30)
    reference = models.IntegerField()
    total = models.SmallIntegerField()
    number = models.SmallIntegerField()
    octets = models.BinaryField()
    alphabet = models.CharField(max_length=20)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "received_part"
        indexes = [models.Index(fields=["channel", "phone", "sender", "reference"], name="received_part_by")]


class Stray(models.Model):
    """A text for a number that no workspace has: in quarantine, nothing is thrown away."""

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.ForeignKey("data.Channel", on_delete=models.DO_NOTHING, related_name="+")
    phone = models.CharField(max_length=30)
    sender = models.CharField(max_length=30)
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        db_table = "stray"
