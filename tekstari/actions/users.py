"""People who log in, and what they may do where."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tekstari.actions import workspaces
from tekstari.actions.refusals import Refused
from tekstari.data.access import in_workspace
from tekstari.data.models import Membership, SetupLink, Team, TeamMember, User, Workspace
from tekstari.domain.roles import Role


@transaction.atomic
def add(
    *,
    email: str,
    name: str,
    password: str,
    workspace_id: UUID,
    role: Role,
    team: str | None = None,
    now: datetime,
) -> User:
    """Give a person a role in a workspace. A person known by e-mail keeps their password."""
    user = User.objects.filter(email__iexact=email).first() or _new(email, name, password, now)
    Membership.objects.update_or_create(user=user, workspace_id=workspace_id, defaults={"role": role.value})
    if team:
        with in_workspace(workspace_id):
            joined, _ = Team.objects.get_or_create(workspace_id=workspace_id, name=team)
            TeamMember.objects.get_or_create(workspace_id=workspace_id, team=joined, user=user)
    return user


def renew_password(*, email: str, password: str) -> User:
    """A new password for a known person; sessions made with the old one end by themselves."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise Refused("user.unknown", email=email[:254])
    _check_password(password)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError:
        raise Refused("user.password") from None


def _new(email: str, name: str, password: str, now: datetime) -> User:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("user.email") from None
    _check_password(password)
    user = User(email=email, name=name.strip() or email, created_at=now)
    user.set_password(password)
    user.save()
    return user


def setup_link(*, now: datetime) -> str | None:
    """A fresh one-time token for the first user, or None when somebody can already log in."""
    if Membership.objects.exists():
        return None
    token = secrets.token_urlsafe(32)
    SetupLink.objects.filter(used_at=None).update(used_at=now)
    SetupLink.objects.create(hash=_hash(token), created_at=now)
    return token


def is_open(token: str) -> bool:
    """Whether this set-up link still makes a first user."""
    return SetupLink.objects.filter(hash=_hash(token), used_at=None).exists()


@transaction.atomic
def first_user(
    token: str, *, email: str, name: str, password: str, company: str, now: datetime
) -> tuple[User, Workspace]:
    """The link's holder becomes the owner of the first workspace; the link is used up."""
    link = SetupLink.objects.select_for_update().filter(hash=_hash(token), used_at=None).first()
    if link is None:
        raise Refused("setup.used")
    if not company.strip():
        raise Refused("workspace.name")
    link.used_at = now
    link.save(update_fields=["used_at"])
    workspace = workspaces.create(name=company.strip(), slug="yritys", now=now)
    user = add(
        email=email,
        name=name,
        password=password,
        workspace_id=workspace.id,
        role=Role.OWNER,
        now=now,
    )
    return user, workspace


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
