"""A running product for journeys: `tekstari demo` as a newcomer starts it, and what a script can see."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

Found = TypeVar("Found")
PATIENCE = 20.0  # seconds; a text takes about a fifth of one


@contextmanager
def running_demo() -> Iterator["Demo"]:
    """The example company in a folder of its own, ended by SIGTERM as a service would be."""
    home = Path(tempfile.mkdtemp(prefix="tekstari-journey-"))
    home.chmod(0o711)
    ours = re.compile("TEKSTARI_|DJANGO_|PG")
    process = subprocess.Popen(
        [sys.executable, "-m", "tekstari.cli.main", "demo"]
        + ["--no-browser", "--port", "0", "--home", str(home)],
        env={name: value for name, value in os.environ.items() if not ours.match(name)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ctrl+C" in line:
                break
        else:
            raise AssertionError(f"the demo did not start: {process.wait()}")
        with Demo(json.loads((home / "demo.json").read_text())) as demo:
            yield demo
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


@dataclass
class Demo:
    """The company's own system on one side, its customers' phones on the other."""

    about: dict[str, str]
    count: int = 0
    seen: set[str] = field(default_factory=set)
    client: httpx.Client = field(init=False)

    def __enter__(self) -> "Demo":
        self.client = httpx.Client(
            base_url=self.about["url"],
            headers={"Authorization": f"Bearer {self.about['api_key']}"},
            timeout=120,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def happens(self, type: str, **said: Any) -> None:
        self.count += 1
        event = {"source": "journey", "id": f"{type}-{self.count}", "type": type, **said}
        answer = self.client.post("/api/v1/events", json=event)
        assert answer.json() == {"taken": 1, "known": 0, "refused": []}, answer.text

    def writes(self, phone: str, text: str) -> None:
        answer = self.client.post("/api/v1/simulator/messages", json={"from": phone, "text": text})
        assert answer.status_code == 202, answer.text

    def clock(self, **move: str) -> str:
        answer = self.client.post("/api/v1/simulator/clock", json=move)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["now"])

    def messages(self, phone: str) -> list[dict[str, Any]]:
        """Newest first."""
        found = self.client.get("/api/v1/messages", params={"phone": phone}).json()["items"]
        return list(found)

    def calls(self, list: str) -> list[dict[str, Any]]:
        found = self.client.get("/api/v1/call-tasks", params={"list": list}).json()["items"]
        return [dict(task) for task in found]

    def text(self, phone: str, words: str, *, state: str = "delivered") -> dict[str, Any]:
        """The newest text to this phone with these words, once it is in this state; each is found once,
        so that no step takes an earlier one's text for its own."""

        def look() -> dict[str, Any] | None:
            fitting = (m for m in self.messages(phone) if words in m["text"] and m["state"] == state)
            return next((m for m in fitting if m["id"] not in self.seen), None)

        found = eventually(look, f"a text with {words!r} in state {state}")
        self.seen.add(found["id"])
        return found

    def call(self, list: str, name: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            return next((t for t in self.calls(list) if t["contact"]["name"] == name), None)

        return eventually(look, f"{name} on the list {list}")


def eventually(look: Callable[[], Found | None], what: str) -> Found:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not in {PATIENCE:.0f} seconds: {what}")
