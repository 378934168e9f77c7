"""Practice phones and the clock of a simulated workspace. Elsewhere there is no such address."""

import re
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict, StringConstraints

from tekstari.actions import simulator
from tekstari.actions.keys import Holder
from tekstari.api.openapi import says
from tekstari.api.problems import Problem, wrong_field
from tekstari.api.v1.parameters import WITHOUT_NUL, Phone, kept_phone
from tekstari.data import clock
from tekstari.data.ids import shown
from tekstari.data.readers.listing import sender_values
from tekstari.domain import people

router = Router(tags=["simulator"])

PATIENCE = 60.0  # seconds a caller waits for the clock to get there
LOOK = 0.1
SPAN = r"^-?P(?=[0-9T])([0-9]{1,4}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?$"
span_form = re.compile(
    r"-?P(?=[0-9T])((?P<days>[0-9]{1,4})D)?"
    r"(T(?=[0-9])((?P<hours>[0-9]{1,6})H)?((?P<minutes>[0-9]{1,6})M)?((?P<seconds>[0-9]{1,6})S)?)?"
)
Text = Annotated[str, StringConstraints(max_length=simulator.LONGEST_TEXT, min_length=1, pattern=WITHOUT_NUL)]


class Written(Schema):
    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    from_: Phone = Field(alias="from", description="The customer's phone, in any written form.")
    to: Phone = Field("", description="Our sender; left out, the one they know.")
    text: Text


class Came(Schema):
    id: str


class Moved(Schema):
    model_config = ConfigDict(extra="forbid")

    advance: Annotated[str, StringConstraints(max_length=60)] | None = Field(
        None,
        description="How far, for instance PT2H or P1D.",
        json_schema_extra={"pattern": SPAN},
    )
    to: datetime | None = Field(None, description="Until when, with its zone.")


class Clock(Schema):
    now: datetime


@router.post("/messages", response={202: Came}, openapi_extra=says(400, 404, 413, 415, 422))
def write(request: HttpRequest, written: Written) -> Any:
    """A customer writes to us on a practice phone. It is read like any other text."""
    holder = _simulated(request)
    phone = kept_phone(written.from_, holder.country, "from")
    if not written.text.strip():
        raise wrong_field("text", "text.empty")
    id = simulator.write(
        holder.workspace_id,
        phone=phone,
        text=written.text,
        to=_sender(holder, written.to),
        real_now=clock.real_now(),
    )
    return Status(202, {"id": shown("inb", id)})


@router.get("/clock", response=Clock, openapi_extra=says(404))
def read_clock(request: HttpRequest) -> Any:
    """What time it is in the example."""
    return _now(_simulated(request))


@router.post("/clock", response=Clock, openapi_extra=says(400, 404, 409, 413, 415, 422))
def move_clock(request: HttpRequest, moved: Moved) -> Any:
    """Move the clock forward, never back. Answered when all that became due has been done."""
    holder = _simulated(request)
    if (moved.advance is None) == (moved.to is None):
        raise wrong_field("advance", "clock.choose")
    if moved.to is not None and moved.to.tzinfo is None:
        raise wrong_field("to", "time.zone")
    simulator.move_clock(
        holder.workspace_id,
        to=moved.to,
        advance=_span(moved.advance) if moved.advance else None,
        real_now=clock.real_now(),
    )
    _wait_until_moved(holder)
    return _now(holder)


def _simulated(request: HttpRequest) -> Holder:
    holder: Holder = request.auth  # type: ignore[attr-defined]
    if not holder.is_simulated:
        raise Problem(404, "not_found")
    return holder


def _sender(holder: Holder, written: str) -> str | None:
    """Our sender, as it is kept: a short number or a name as such, a number in its one form."""
    if not written:
        return None
    values = sender_values(holder.workspace_id)
    if written in values:
        return written
    with suppress(people.BadPhone):
        if (found := people.phone(written, holder.country)) in values:
            return found
    raise wrong_field("to", "sender.unknown")


def _span(written: str) -> timedelta:
    """How far `PT2H` or `P1DT30M` is.

    >>> _span("P1DT30M"), _span("-PT2H").total_seconds()
    (datetime.timedelta(days=1, seconds=1800), -7200.0)
    """
    found = span_form.fullmatch(written)
    if found is None:
        raise wrong_field("advance", "clock.span")
    parts = {unit: int(found[unit] or 0) for unit in ("days", "hours", "minutes", "seconds")}
    return timedelta(**parts) * (-1 if written.startswith("-") else 1)


def _wait_until_moved(holder: Holder) -> None:
    until = time.monotonic() + PATIENCE
    while simulator.clock_is_moving(holder.workspace_id):
        if time.monotonic() > until:
            raise Problem(503, "clock.moving")
        time.sleep(LOOK)


def _now(holder: Holder) -> dict[str, datetime]:
    now = clock.now_in(holder.workspace_id)
    return {"now": now.astimezone(ZoneInfo(holder.zone))}
