"""The way from a door to the database: one hop to a thread that waits, so that the door need not."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
R = TypeVar("R")

_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="door")


async def in_thread(ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `ask` returns. Its database connections go back to the pool."""
    return await asyncio.get_running_loop().run_in_executor(_threads, lambda: _asked(ask, *args, **kwargs))


def _asked(ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return ask(*args, **kwargs)
    finally:
        connections.close_all()
