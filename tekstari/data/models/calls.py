"""Call lists: whom to call, why, by when, and what came of it."""

from django.db import models

from tekstari.data.models.base import WorkspaceRow, one_id, ref

UNDONE = ("open", "claimed", "in_call", "scheduled")


class CallList(WorkspaceRow):
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "call_list"
        constraints = [
            one_id("call_list"),
            models.UniqueConstraint(fields=["workspace", "name"], name="call_list_name"),
        ]


class CallListMember(WorkspaceRow):
    """A user or a team that serves a list. A list without members is served by every agent."""

    call_list = ref(CallList)
    user = models.ForeignKey("data.User", null=True, on_delete=models.DO_NOTHING, related_name="+")
    team = ref("data.Team", null=True)

    class Meta:
        db_table = "call_list_member"
        constraints = [one_id("call_list_member")]


class CallTask(WorkspaceRow):
    """One person to call, with every reason on it. At most one undone task per list and contact."""

    call_list = ref(CallList)
    contact = ref("data.Contact")
    phone = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="open")
    #: [{"reason": id, "values": {…}, "message": "msg_…", "at": iso}…], newest first
    reasons = models.JSONField(default=list)
    reply = models.TextField(blank=True, default="")
    promised_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey("data.User", null=True, on_delete=models.DO_NOTHING, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    outcome = models.CharField(max_length=16, blank=True, default="")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "call_task"
        constraints = [
            one_id("call_task"),
            models.UniqueConstraint(
                fields=["workspace", "call_list", "contact"],
                name="call_task_one_undone",
                condition=models.Q(state__in=UNDONE),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "state", "promised_at"], name="call_task_queue")]


class CallAttempt(WorkspaceRow):
    """One try to call and what happened."""

    task = ref(CallTask)
    user = models.ForeignKey("data.User", null=True, on_delete=models.DO_NOTHING, related_name="+")
    outcome = models.CharField(max_length=16)
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "call_attempt"
        constraints = [one_id("call_attempt")]
