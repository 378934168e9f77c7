"""What `demo` and `serve` share: the port, the processes, the moment of being ready."""

import errno
import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tekstari.cli.installation import Installation
from tekstari.cli.programs import CannotStart
from tekstari.cli.supervisor import Program, Supervisor

TEKSTARI = (sys.executable, "-m", "tekstari.cli.main")
BACKLOG = 2048
PATIENCE = 30.0


class PortTaken(CannotStart):
    exit_code = 2


def bind(host: str, port: int) -> socket.socket:
    """The port is taken before anything is started, but nobody is let in yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise _explained(error, host, port) from error
    return listener


def prepare(installation: Installation, *more: str, public_url: str) -> None:
    """Brings the database up to date, in a process of its own so that ours stays small."""
    migrate = (*TEKSTARI, "migrate", "--home", str(installation.home), "--public-url", public_url)
    environment = installation.environment(public_url)
    if installation.server is None:
        environment["DATABASE_URL"] = installation.owner_url
    if subprocess.run([*migrate, *more], env=environment).returncode:
        raise CannotStart("The database could not be brought up to date; the reason is above.")


def run(
    installation: Installation,
    listener: socket.socket,
    *,
    public_url: str,
    web: int = 1,
    workers: int = 1,
    when_ready: Callable[[], None],
) -> None:
    """Serves until asked to end."""
    host, port = listener.getsockname()[:2]
    try:
        listener.listen(BACKLOG)
    except OSError as error:  # somebody else took it while the database was prepared
        raise _explained(error, host, port) from error
    supervisor = Supervisor(
        [*_web_programs(web, listener), *worker_programs(workers)],
        installation.environment(public_url),
        sockets=[listener],
        check=lambda: _look_after_the_database(installation),
    )
    threading.Thread(target=_announce, args=(host, port, when_ready), daemon=True).start()
    supervisor.run()


def _look_after_the_database(installation: Installation) -> None:
    if installation.server and installation.server.revive():
        print("PostgreSQL had died; it runs again", file=sys.stderr, flush=True)


def worker_programs(number: int) -> list[Program]:
    return [Program(f"worker {n}", (*TEKSTARI, "run-worker")) for n in range(1, number + 1)]


def _web_programs(number: int, listener: socket.socket) -> Sequence[Program]:
    arguments = (*TEKSTARI, "run-web", "--fd", str(listener.fileno()))
    return [Program(f"web {n}", arguments) for n in range(1, number + 1)]


def _announce(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Says it is ready when a page is answered, not when a process was started."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            asked = http.client.HTTPConnection(reachable, port, timeout=PATIENCE)
            asked.request("GET", "/", headers={"Host": "127.0.0.1"})
            asked.getresponse().close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    when_ready()


def _explained(error: OSError, host: str, port: int) -> CannotStart:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(f"Port {port} is already in use. Choose another one with --port.")
    return CannotStart(f"Tekstari cannot listen at {host}, port {port}: {error.strerror}.")


def demo_file(home: Path) -> Path:
    return home / "demo.json"
