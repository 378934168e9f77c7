"""What every row of a workspace has in common."""

from typing import Any

from django.db import models

from tekstari.data.ids import new_id


def ref(to: str, **options: Any) -> models.ForeignKey:
    """A reference between rows of one workspace.

    The database keeps it with a composite key (workspace_id, id), added by `data/roles.py`: checks of
    plain foreign keys do not see row-level security, so one could point into another company.
    """
    options.setdefault("related_name", "+")
    return models.ForeignKey(to, on_delete=models.DO_NOTHING, db_constraint=False, **options)


class WorkspaceRow(models.Model):
    """One row that a company owns."""

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace = models.ForeignKey(
        "data.Workspace", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


def one_id(name: str) -> models.UniqueConstraint:
    """The key that composite references point to."""
    return models.UniqueConstraint(fields=["workspace", "id"], name=f"{name}_one")
