"""Whether Tekstari works. Asked by machines that watch over it, without a key."""

from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja import Router

import tekstari
from tekstari.api.openapi import says
from tekstari.api.problems import Problem
from tekstari.api.v1 import shapes

router = Router(tags=["health"])


@router.get("/health", auth=None, response=shapes.Health, openapi_extra=says(503, is_open=True))
def health(request: HttpRequest) -> Any:
    """`ok` when the database answers."""
    connection.ensure_connection()
    if not connection.is_usable():
        raise Problem(503, "database.away")
    return {"status": "ok", "version": tekstari.__version__}
