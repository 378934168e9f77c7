"""One worker process: judges, sends, keeps time, until it is told to stop."""

import logging
import signal
import threading
import time
import traceback
from collections.abc import Callable
from uuid import UUID

import django
from django.db import InterfaceError, OperationalError, connections

log = logging.getLogger("tekstari.worker")
PAUSE = 0.05  # seconds between two looks when nothing was due
LINK = "link "  # how the threads of links to operators are named
BROKEN = 1.0  # seconds to wait while the database is away


def main() -> None:
    """Work until SIGTERM or SIGINT. Several workers share the work; each can be killed at any time."""
    django.setup()
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    _assert_lowly()
    threads = [
        threading.Thread(target=_keep, args=(look, ending), name=name, daemon=True)
        for name, look in (
            ("engine", _engine()),
            ("gateway", _gateway()),
            ("clock", _clock()),
            ("links", _links()),
        )
    ]
    for thread in threads:
        thread.start()
    while not ending.wait(0.2):
        pass
    links = [thread for thread in threading.enumerate() if thread.name.startswith(LINK)]
    for thread in (*threads, *links):
        thread.join(2.5)


def _lookers() -> list[tuple[str, Callable[[Callable[[], bool]], int]]]:
    """What a worker does side by side, each in a thread of its own."""
    return [("engine", _engine()), ("gateway", _gateway()), ("clock", _clock()), ("links", _links())]


def _assert_lowly() -> None:
    from tekstari.data import roles

    for alias in ("default", "gateway"):
        roles.assert_lowly(connections[alias])


def _keep(look: Callable[[Callable[[], bool]], int], ending: threading.Event) -> None:
    """Look again and again; a database that is away is waited for, and nothing is lost meanwhile."""
    while not ending.is_set():
        try:
            pause = 0.0 if look(ending.is_set) else PAUSE
        except (OperationalError, InterfaceError) as error:
            log.warning("database away: %s", type(error).__name__)
            _close()
            pause = BROKEN
        except Exception as error:
            _say(error)
            _close()
            pause = BROKEN
        ending.wait(pause)
    _close()


def _say(error: Exception) -> None:
    """Where a fault happened and of what kind; its own words may hold a text or a number."""
    places = [
        f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)
    ]
    log.error("%s in %s", type(error).__name__, " > ".join(places[-6:]))


def _close() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()


def _engine() -> Callable[[Callable[[], bool]], int]:
    from tekstari.data import outbox
    from tekstari.data.clock import real_now
    from tekstari.worker.apart import Apart
    from tekstari.worker.clock import moment_in
    from tekstari.worker.settling import settle

    apart = Apart(_say)

    def look(is_ending: Callable[[], bool]) -> int:
        def once(workspace_id: UUID) -> int:
            return settle(workspace_id, lambda: moment_in(workspace_id), is_ending)

        return apart.each(outbox.waiting(real_now()), once)

    return look


def _gateway() -> Callable[[Callable[[], bool]], int]:
    from tekstari.worker.gateway import Gateway

    gateway = Gateway()
    return lambda is_ending: gateway.flush()


def _clock() -> Callable[[Callable[[], bool]], int]:
    from tekstari.data import clock_moves
    from tekstari.worker.apart import Apart
    from tekstari.worker.gateway import Gateway
    from tekstari.worker.moving import move_clock

    gateway, apart = Gateway(), Apart(_say)

    def look(is_ending: Callable[[], bool]) -> int:
        return apart.each(clock_moves.asked(), lambda id: move_clock(id, gateway, is_ending))

    return look


def _links() -> Callable[[Callable[[], bool]], int]:
    """A thread for each link to an operator that no other worker holds."""
    from tekstari.channels.smpp.settings import BadSetting, read_settings
    from tekstari.data import channel_locks
    from tekstari.data.sealing import WrongKey, unseal
    from tekstari.worker.smpp import SmppWorker

    running: dict[UUID, threading.Thread] = {}

    def work(channel_id: UUID, said: dict[str, object], is_ending: Callable[[], bool]) -> None:
        try:
            settings = read_settings(unseal(said))
            with channel_locks.hold(channel_id) as held:
                if held is not None:
                    SmppWorker(channel_id, settings, held, is_ending).run()
        except WrongKey:
            log.error("channel %s: its password was sealed with another secret key", channel_id)
            time.sleep(5)
        except BadSetting as bad:
            log.error("channel %s: the setting %s cannot be read", channel_id, bad.name)
            time.sleep(5)
        except Exception as error:
            _say(error)
        finally:
            _close()

    def look(is_ending: Callable[[], bool]) -> int:
        for channel_id, said in channel_locks.channels("smpp"):
            if channel_id not in running or not running[channel_id].is_alive():
                thread = threading.Thread(
                    target=work, args=(channel_id, said, is_ending), name=f"{LINK}{channel_id}", daemon=True
                )
                running[channel_id] = thread
                thread.start()
        time.sleep(1)  # channels are added by people, and a held one is tried again now and then
        return 0

    return look
