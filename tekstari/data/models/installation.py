"""The installation's own: companies, people who log in, the lines to the phone networks."""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from tekstari.data.ids import new_id
from tekstari.data.models.base import WorkspaceRow, one_id, ref


class Workspace(models.Model):
    """One company's own closed area."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, default="fi")
    country = models.CharField(max_length=2, default="FI")
    zone = models.CharField(max_length=60, default="Europe/Helsinki")
    is_simulated = models.BooleanField(default=False)
    #: hours {"mon": "8-17"…}, closed_on ["2026-12-06"], phone, quiet {"start","end","purposes"}
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "workspace"


class WorkspaceClock(models.Model):
    """A simulated workspace's clock: real time plus an offset. `target_at` is where it was asked to go."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.DO_NOTHING, primary_key=True, related_name="clock"
    )
    offset = models.DurationField(default=timedelta(0))
    target_at = models.DateTimeField(null=True)
    mover = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "workspace_clock"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who logs in."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, blank=True, default="")
    theme = models.CharField(max_length=6, default="system")
    has_letter_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        db_table = "app_user"


class Membership(models.Model):
    """What one user may do in one workspace: `role` is a value of domain.roles.Role."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10)

    class Meta:
        db_table = "membership"
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]


class Team(WorkspaceRow):
    """Users who share work."""

    name = models.CharField(max_length=60)

    class Meta:
        db_table = "team"
        constraints = [
            one_id("team"),
            models.UniqueConstraint(fields=["workspace", "name"], name="team_name"),
        ]


class TeamMember(WorkspaceRow):
    team = ref(Team)
    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        db_table = "team_member"
        constraints = [
            one_id("team_member"),
            models.UniqueConstraint(fields=["workspace", "team", "user"], name="team_member_once"),
        ]


class SetupLink(models.Model):
    """The one-time link by which the first user comes in; only its hash is kept."""

    hash = models.CharField(max_length=64, primary_key=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "setup_link"


class SendingPause(models.Model):
    """Nothing leaves while this row stands: of the whole installation, or of one company.

    Set after a restore, and in the database a company has moved out of: what waits there may have
    left elsewhere. A person ends it. The practice phones are never paused; they harm nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace = models.ForeignKey(
        Workspace, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=20)  # restored, moved
    since = models.DateTimeField()

    class Meta:
        db_table = "sending_pause"
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="sending_pause_once", nulls_distinct=False)
        ]


class Channel(models.Model):
    """The link to a mobile operator, a SIM, or the practice phones."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)

    class Meta:
        db_table = "channel"


class Sender(models.Model):
    """A number, short number or name that texts come from; exclusive to a workspace."""

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.ForeignKey(Channel, on_delete=models.DO_NOTHING, related_name="senders")
    workspace = models.ForeignKey(Workspace, on_delete=models.DO_NOTHING, related_name="senders")
    value = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, default="number")  # number, short, name
    is_default = models.BooleanField(default=True)

    class Meta:
        db_table = "sender"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "value"], name="sender_value"),
        ]


class ApiKey(WorkspaceRow):
    """A machine's way in: the hash of a long random secret, never the secret."""

    name = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_key"
        constraints = [one_id("api_key")]
