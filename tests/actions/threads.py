"""Works side by side, each with its own connections, as different processes would have them."""

import threading
from collections.abc import Callable

from django.db import connection, connections


def side_by_side(*works: Callable[[], object]) -> None:
    """Each in a thread of its own, all begun at one moment. The first fault is raised here."""
    begin = threading.Barrier(len(works))
    faults: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            begin.wait(10)
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]
    assert not any(thread.is_alive() for thread in threads)


def until_somebody_waits_for(table: str) -> None:
    """Returns when another connection waits for a lock on a row of this table (or on its end)."""
    for _ in range(200_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database() AND query ILIKE %s",
                [f"%{table}%"],
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError(f"nobody waited for {table}")
