"""Minimal rows of any table, made from what the models say of themselves.

A table that is added tomorrow is covered by the tests of isolation without a line being written here.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from tekstari.data import roles
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import Sender, User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
VALUES: dict[type, Any] = {
    models.DateTimeField: lambda field: NOW,
    models.DurationField: lambda field: timedelta(0),
    models.UUIDField: lambda field: new_id(),
    models.CharField: lambda field: new_id().hex[::-1][: field.max_length],
    models.TextField: lambda field: "x",
    models.JSONField: lambda field: {},
    models.BooleanField: lambda field: False,
    models.IntegerField: lambda field: 1,
}


class Rows:
    """One row of every table of a company, and more on demand."""

    def __init__(self, workspace_id: UUID) -> None:
        self.workspace_id = workspace_id
        self.sender = Sender.objects.get(workspace_id=workspace_id)
        self.user = User.objects.create(email=f"{new_id().hex}@example.fi", name="Aino", created_at=NOW)
        self._known: dict[type[models.Model], models.Model] = {}

    def one(self, model: type[models.Model]) -> models.Model:
        """The row others of this company refer to."""
        if model not in self._known:
            with in_workspace(self.workspace_id):
                row = self.fresh(model)
                row.save(force_insert=True)
            self._known[model] = row
        return self._known[model]

    def fresh(self, model: type[models.Model]) -> models.Model:
        """A row that stands nowhere yet; everything it must refer to does."""
        row = model(workspace_id=self.workspace_id)
        for field in model._meta.local_fields:
            if field.primary_key or field.name == "workspace" or field.null:
                continue
            if isinstance(field, models.ForeignKey):
                setattr(row, field.attname, self._referred(field.related_model))
            elif not field.has_default():
                setattr(row, field.name, _value(field))
        return row

    def _referred(self, model: type[models.Model]) -> UUID:
        if model in roles.workspace_models():
            return self.one(model).pk
        return {"sender": self.sender.pk, "channel": self.sender.channel_id, "app_user": self.user.pk}[
            model._meta.db_table
        ]


def _value(field: models.Field) -> Any:
    return next(make(field) for kind, make in VALUES.items() if isinstance(field, kind))
