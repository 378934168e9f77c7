"""Telling open pages that something changed, without slowing down what changes it.

Marks are collected after the commit and one thread of each process sends them on: at most four
notifications a second for a workspace, outside every transaction that does work (a NOTIFY in each
commit would halve the commits). A page then asks for the fragments it shows.
"""

import hashlib
import json
import threading
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections, transaction
from django.db.utils import Error

CHANNEL = "tekstari_live"
PAUSE = 0.25  # seconds between two notifications of a workspace
MOST_IDS = 40  # of one name in one notification; past it the whole name is meant

_marks: dict[str, dict[str, set[str]]] = {}
_ended: set[str] = set()
_lock = threading.Lock()
_is_marked = threading.Event()
_sender: threading.Thread | None = None


def mark(workspace_id: UUID, *names: str, id: object = None) -> None:
    """Say that what `names` show has changed, or one of it (`id`). Sent after the commit."""
    transaction.on_commit(lambda: _collect(str(workspace_id), names, "" if id is None else str(id)))


def end_session(session_key: str) -> None:
    """Say that somebody logged out: streams opened with this session end."""
    with _lock:
        _ended.add(session_hash(session_key))
    _wake()


def session_hash(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()


async def listen() -> AsyncIterator[dict[str, Any]]:
    """What is told from now on: {"w": workspace, "n": [[name, id]…]} or {"s": session}.

    Yields an empty dict first, when it listens. Raises when the connection is lost.
    """
    settings = connections["default"].get_connection_params()
    address = {k: settings[k] for k in ("dbname", "user", "password", "host", "port") if k in settings}
    async with await psycopg.AsyncConnection.connect(**address, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        yield {}
        async for told in connection.notifies():
            yield json.loads(told.payload)


def _collect(workspace: str, names: tuple[str, ...], id: str) -> None:
    with _lock:
        marks = _marks.setdefault(workspace, {})
        for name in names:
            marks.setdefault(name, set()).add(id)
    _wake()


def _wake() -> None:
    global _sender
    with _lock:
        if _sender is None or not _sender.is_alive():
            _sender = threading.Thread(target=_send_on, name="live", daemon=True)
            _sender.start()
    _is_marked.set()


def _send_on() -> None:
    while True:
        _is_marked.wait()
        _is_marked.clear()
        with _lock:
            marks, ended = dict(_marks), set(_ended)
            _marks.clear()
            _ended.clear()
        try:
            _notify([*_payloads(marks), *(json.dumps({"s": one}) for one in ended)])
        except Error:
            # The database is away. Pages ask for everything anew when their stream comes back.
            connections["default"].close()
        time.sleep(PAUSE)


def _payloads(marks: dict[str, dict[str, set[str]]]) -> list[str]:
    return [
        json.dumps({"w": workspace, "n": [pair for name in names for pair in _pairs(name, names[name])]})
        for workspace, names in marks.items()
    ]


def _pairs(name: str, ids: set[str]) -> list[list[str]]:
    """One pair for each id, or one without an id when all of this name must be looked at."""
    if "" in ids or len(ids) > MOST_IDS:
        return [[name, ""]]
    return [[name, id] for id in sorted(ids)]


def _notify(payloads: list[str]) -> None:
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            for payload in payloads:
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
    finally:
        connection.close()
