"""The database beside an event loop: one thread with one connection, which heals after a fault."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

Said = ParamSpec("Said")
Found = TypeVar("Found")
AWAY = (OperationalError, InterfaceError)


class Rows:
    """What is asked here is done one after the other, and never on the loop's own thread."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="rows")

    def do(
        self, work: Callable[Said, Found], *args: Said.args, **named: Said.kwargs
    ) -> asyncio.Future[Found]:
        """To be awaited. Raises what the work raises; the next work begins with a fresh connection then."""

        def whole() -> Found:
            try:
                return work(*args, **named)
            except Exception:
                connections.close_all()  # a broken connection would fail for ever
                raise

        return asyncio.get_running_loop().run_in_executor(self._thread, whole)

    def close(self) -> None:
        self._thread.submit(connections.close_all)
        self._thread.shutdown()
