"""The parent process, with stand-ins for web and worker: real processes, real signals."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """
import os, sys
from tekstari.cli.supervisor import Program, Supervisor
def program(number):
    return Program(f"child {number}", (sys.executable, "-c", sys.argv[number + 1]))
programs = [program(number) for number in range(len(sys.argv) - 1)]
Supervisor(programs, os.environ).run()
print("parent has ended in order", flush=True)
"""

#: Tells its pid, then lives until it is ended.
GOOD = """
import os, signal, time
from tekstari.cli.lifeline import end_with_parent
end_with_parent()
os.write(1, b"pid %d\\n" % os.getpid())
time.sleep(60)
"""
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + GOOD
#: Ends at once, so its parent starts it again.
FRAIL = "import os\nos.write(1, b'pid %d\\n' % os.getpid())\nraise SystemExit(7)"


@pytest.fixture
def supervise():
    started = []

    def start(*children: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", PARENT, *children],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def told_pid(parent: subprocess.Popen) -> int:
    word, pid = parent.stdout.readline().split()
    assert word == "pid"
    return int(pid)


def is_gone(pid: int, within: float = 4.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_ends_its_children_and_then_itself(supervise, number):
    parent = supervise(GOOD, GOOD)
    children = [told_pid(parent), told_pid(parent)]
    parent.send_signal(number)
    said, _ = parent.communicate(timeout=5)
    assert "ended in order" in said
    assert all(is_gone(child, within=0.1) for child in children)


def test_a_child_that_will_not_end_is_killed_in_time(supervise):
    parent = supervise(STUBBORN)
    child = told_pid(parent)
    asked = time.monotonic()
    parent.terminate()
    parent.communicate(timeout=5)
    assert time.monotonic() - asked < 4.5
    assert is_gone(child, within=0.1)


def test_restarts_what_dies_with_a_growing_delay_and_says_so(supervise):
    parent = supervise(FRAIL)
    first, second = told_pid(parent), told_pid(parent)
    assert first != second
    assert [parent.stderr.readline() for _ in range(2)] == [
        "child 0 ended with code 7; it is started again in 0.5 s\n",
        "child 0 ended with code 7; it is started again in 1 s\n",
    ]


def test_a_killed_child_comes_back_while_the_others_go_on(supervise):
    parent = supervise(GOOD, GOOD)
    first, other = told_pid(parent), told_pid(parent)
    os.kill(first, signal.SIGKILL)
    assert told_pid(parent) not in (first, other)
    os.kill(other, 0)


def test_children_end_by_themselves_when_the_parent_is_killed(supervise):
    parent = supervise(GOOD)
    child = told_pid(parent)
    parent.kill()
    parent.wait()
    assert is_gone(child)


def test_children_share_the_listening_socket():
    code = """
import os, socket, sys
from tekstari.cli.supervisor import Program, Supervisor
listener = socket.create_server(("127.0.0.1", 0))
answer = '''
import os, socket, sys
listener = socket.socket(fileno=int(sys.argv[1]))
while True:
    asked, _ = listener.accept()
    asked.sendall(b"%d" % os.getpid())
    asked.close()
'''
child = (sys.executable, "-c", answer, str(listener.fileno()))
print(listener.getsockname()[1], flush=True)
Supervisor([Program("a", child), Program("b", child)], os.environ, sockets=[listener]).run()
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        address = ("127.0.0.1", int(parent.stdout.readline()))
        answers = set()
        until = time.monotonic() + 5
        while len(answers) < 2 and time.monotonic() < until:
            with socket.create_connection(address, timeout=5) as asked:
                answers.add(asked.recv(20))
        assert len(answers) == 2
    finally:
        parent.terminate()
        parent.communicate(timeout=5)
