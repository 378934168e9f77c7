"""Playing what has passed through the real engine, on the workspace's own clock."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from tekstari.actions import simulator
from tekstari.actions.example import Line
from tekstari.data import event_store
from tekstari.data.clock import real_now
from tekstari.worker.clock import moment_in
from tekstari.worker.gateway import Gateway
from tekstari.worker.moving import move_clock, work_off


def play(workspace_id: UUID, script: Iterable[Line], *, until: datetime) -> None:
    """Each line at its moment, everything due in between done in order; then the clock stands at `until`."""
    gateway = Gateway()
    for at, lines in groupby(script, key=lambda line: line.at):
        _go(workspace_id, at, gateway)
        moment = list(lines)
        events = [line.event for line in moment if line.event]
        event_store.store(workspace_id, events, real_now=real_now())
        for line in moment:
            if line.text:
                simulator.write(workspace_id, phone=line.phone, text=line.text, real_now=real_now())
        work_off(workspace_id, gateway, _never)
    _go(workspace_id, until, gateway)


def _go(workspace_id: UUID, at: datetime, gateway: Gateway) -> None:
    if at <= moment_in(workspace_id).now:
        return
    simulator.move_clock(workspace_id, to=at, real_now=real_now())
    move_clock(workspace_id, gateway, _never)


def _never() -> bool:
    return False
