"""Which companies a person belongs to, and as what."""

from dataclasses import dataclass
from uuid import UUID

from tekstari.data.models import Membership, Workspace
from tekstari.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Company:
    slug: str
    name: str


def of_user(user_id: UUID) -> list[Company]:
    found = Membership.objects.filter(user_id=user_id).order_by("workspace__name")
    return [Company(*row) for row in found.values_list("workspace__slug", "workspace__name")]


def membership(user_id: UUID, slug: str) -> tuple[Workspace, Role] | None:
    """The company and the person's role in it; None when they do not belong to it."""
    found = Membership.objects.filter(user_id=user_id, workspace__slug=slug)
    row = found.select_related("workspace").first()
    return (row.workspace, Role(row.role)) if row else None
