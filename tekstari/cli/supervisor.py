"""The small parent of `demo` and `serve`: starts processes, restarts what dies, takes all along."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tekstari.cli.lifeline import PARENT

GRACE = 3.0  # seconds a child has to end by itself
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
STEADY = 10.0  # a child that lived this long is started again without a longer delay
CHECK_EVERY = 5.0


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running; `arguments` are those of the command line."""

    name: str
    arguments: tuple[str, ...]


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    delay: float = 0.0


class Supervisor:
    """Runs the programs until SIGINT, SIGTERM or SIGHUP, and leaves none of them behind.

    `sockets` are handed to every child. `check` is called every few seconds; the caller uses it
    to look after the database.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        environment: Mapping[str, str],
        *,
        sockets: Sequence[socket.socket] = (),
        check: Callable[[], None] = lambda: None,
        tell: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
    ) -> None:
        self._children = [_Child(program) for program in programs]
        self._environment = {**environment, PARENT: str(os.getpid())}
        self._sockets = sockets
        self._check = check
        self._tell = tell
        self._is_ending = False

    def run(self) -> None:
        with self._woken_by_signals() as wake:
            try:
                while not self._is_ending:
                    pause = self._look_after(time.monotonic())
                    select.select([wake], [], [], pause)
                    _drain(wake)
            finally:
                self._end_all()

    def _look_after(self, now: float) -> float:
        """Starts what is due and says how long nothing else will be."""
        self._check()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._note_the_end(child, now)
            if child.process is None and child.due <= now:
                self._start(child, now)
        waits = [child.due - now for child in self._children if child.process is None]
        return max(0.0, min([CHECK_EVERY, *waits]))

    def _start(self, child: _Child, now: float) -> None:
        child.started = now
        child.process = subprocess.Popen(
            child.program.arguments,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            pass_fds=[s.fileno() for s in self._sockets],
            # Ctrl+C reaches the parent alone, which then ends the children in its own way.
            start_new_session=True,
        )

    def _note_the_end(self, child: _Child, now: float) -> None:
        assert child.process is not None
        _kill_group(child.process)  # whatever it had started itself
        lived = now - child.started
        longer = 0.0 if lived > STEADY else child.delay * 2
        child.delay = min(max(longer, FIRST_DELAY), LONGEST_DELAY)
        child.due = now + child.delay
        self._tell(
            f"{child.program.name} ended with code {child.process.returncode}; "
            f"it is started again in {child.delay:g} s"
        )
        child.process = None

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        until = time.monotonic() + GRACE
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, until - time.monotonic()))
        for process in running:
            _kill_group(process)
            process.wait()

    def _end(self, *_: object) -> None:
        self._is_ending = True

    @contextmanager
    def _woken_by_signals(self) -> Iterator[int]:
        """A pipe that becomes readable when a child ends or somebody asks us to end."""
        wake, bell = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(bell, False)
        rings = signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._end) for number in ends}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            yield wake
        finally:
            signal.set_wakeup_fd(rings)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(wake)
            os.close(bell)


def _drain(pipe: int) -> None:
    with suppress(BlockingIOError):
        while os.read(pipe, 4096):
            pass


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
