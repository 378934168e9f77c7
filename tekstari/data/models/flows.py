"""Dialogues: who is where in which flow, what is asked, what was answered."""

from django.db import models

from tekstari.data.models.base import WorkspaceRow, one_id, ref


class Run(WorkspaceRow):
    """One contact through one version of a flow."""

    automation = ref("data.Automation")
    version = ref("data.AutomationVersion")
    occurrence = ref("data.Occurrence", null=True)
    contact = ref("data.Contact")
    phone = models.CharField(max_length=20)
    conversation = ref("data.Conversation", null=True)
    state = models.JSONField(default=dict)
    values = models.JSONField(default=dict)  # what its texts may say: name, product, plate …
    is_open = models.BooleanField(default=True)
    result = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "run"
        constraints = [one_id("run")]
        indexes = [models.Index(fields=["workspace", "contact", "created_at"], name="run_by_contact")]


class Timer(WorkspaceRow):
    """A stored moment to act. `due_at` is real time, `at` the workspace's own; they differ in an example."""

    run = ref(Run)
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        db_table = "timer"
        constraints = [
            one_id("timer"),
            models.UniqueConstraint(fields=["workspace", "run", "name"], name="timer_once"),
        ]
        indexes = [models.Index(fields=["due_at"], name="timer_by_due")]


class OpenQuestion(WorkspaceRow):
    """A question asked. It is open until answered, expired or its run ends; a send never ends it."""

    run = ref(Run)
    conversation = ref("data.Conversation")
    step = models.CharField(max_length=200)
    spec = models.JSONField()  # kind, low, high, keywords, is_request
    language = models.CharField(max_length=2)
    message = ref("data.Message", null=True)
    silence = models.JSONField(null=True)  # the span after which silence is told, from the actual send
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        db_table = "open_question"
        constraints = [one_id("open_question")]
        indexes = [
            models.Index(
                fields=["workspace", "conversation"],
                name="open_question_open",
                condition=models.Q(closed_at=None),
            )
        ]


class Answer(WorkspaceRow):
    """The value that is kept, with the rest of what the person wrote."""

    run = ref(Run)
    automation = ref("data.Automation")
    contact = ref("data.Contact")
    message = ref("data.Message", null=True)
    step = models.CharField(max_length=200)
    question = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=2000)
    rest = models.TextField(blank=True, default="")
    rule = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "answer"
        constraints = [one_id("answer")]
        indexes = [models.Index(fields=["workspace", "automation", "at"], name="answer_by_automation")]
