"""A real server and a real Chromium beside the tests' database, and companies to look at."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from tekstari.actions import users
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id, shown
from tekstari.data.models import (
    CallList,
    CallTask,
    Contact,
    ContactPhone,
    Conversation,
    Message,
    Sender,
    Workspace,
)
from tekstari.domain.roles import Role

PASSWORD = "tuulinen-aamu-7"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NPS = """tekstari: 1
name: Kysely
purpose: survey
when:
  event: service.completed
  after: 2 hours
unless:
  - event: call.received
    same: contact
texts:
  nps:
    fi: "Arvioi 0-10."
then:
  - ask: nps
    question: nps
    answers:
      0-6:
        - call: Palaute
          reason: nps.detractor
          within: 4 open hours
      7-10: []
    otherwise: person
"""


# Where the product collects its static files; from a checkout it is empty and the sources are served.
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@dataclass(frozen=True)
class Company:
    """A company with one conversation, one call and one automation, and its owner."""

    id: UUID
    slug: str
    email: str
    user: Any
    conversation: str
    call: str
    phone: str
    now: datetime

    def path(self, rest: str) -> str:
        return f"/w/{self.slug}/{rest}"


@pytest.fixture
def company(workspace: UUID) -> Company:
    now = datetime.now(UTC)
    found = Workspace.objects.get(pk=workspace)
    user = member(workspace, Role.OWNER, name="Mervi Salo")
    phone = "+358505550142"
    with in_workspace(workspace):
        contact = Contact.objects.create(
            workspace=found, name="Aino Virtanen", language="fi", is_example=True, created_at=now
        )
        ContactPhone.objects.create(workspace=found, contact=contact, phone=phone)
        conversation = Conversation.objects.create(
            workspace=found,
            sender=Sender.objects.get(workspace=found),
            phone=phone,
            contact=contact,
            is_read=False,
            last_text="Käykö torstai?",
            last_at=now,
            last_in_at=now,
        )
        about = {"workspace": found, "conversation": conversation, "contact": contact, "phone": phone}
        Message.objects.create(
            **about,
            direction="out",
            sender="18100",
            text="Aikasi on ke.",
            state="delivered",
            at=now - timedelta(days=1),
        )
        Message.objects.create(
            **about,
            direction="in",
            sender="18100",
            text="Käykö torstai?",
            state="received",
            at=now,
            reading={"kind": "yes_no", "value": None, "is_clear": False, "question": "ok"},
        )
        task = CallTask.objects.create(
            workspace=found,
            call_list=CallList.objects.get(),
            contact=contact,
            phone=phone,
            reply="K, soittakaa klo 15",
            reasons=[{"reason": "call.request", "values": {}, "at": now.isoformat()}],
            promised_at=now + timedelta(hours=1),
            created_at=now,
        )
    return Company(
        id=workspace,
        slug=found.slug,
        email=user.email,
        user=user,
        conversation=shown("cnv", conversation.id),
        call=shown("cal", task.id),
        phone=phone,
        now=now,
    )


def member(workspace: UUID, role: Role, name: str = "Joku") -> Any:
    return users.add(
        email=f"{role.value}-{new_id().hex[-12:]}@example.com",
        name=name,
        password=PASSWORD,
        workspace_id=workspace,
        role=role,
        now=datetime.now(UTC),
    )


@pytest.fixture
def client(company: Company) -> Any:
    """Django's client, logged in as the company's owner."""
    client = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "fi"})
    client.force_login(company.user)
    return client


@pytest.fixture(scope="session")
def server(database: str) -> Iterator[str]:
    """The product as users run it: its own process, its own port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    environment = os.environ | {"TEKSTARI_PUBLIC_URL": address, "TEKSTARI_OWNER_URL": ""}
    environment.pop("TEKSTARI_OWNER_URL")
    command = [sys.executable, "-m", "uvicorn", "--log-level", "error", "--fd"]
    process = subprocess.Popen(
        [*command, str(listener.fileno()), "tekstari.config.asgi:application"],
        env=environment,
        pass_fds=[listener.fileno()],
    )
    listener.close()
    try:
        _wait_for(address + "/login")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            urlopen(address, timeout=10).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for one file of tests: Playwright's event loop runs in this very thread while it is up,
    and nobody else's could."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, server: str, company: Company) -> Iterator[Any]:
    """Opens a logged-in page of a width; in the end no page may have said a fault on its console."""
    contexts, faults = [], []

    def opened(width: int = 1440, scheme: str = "light", language: str = "fi-FI") -> Any:
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale=language,
            has_touch=width < 500,
            is_mobile=width < 500,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto("/login")
        page.fill("[name=email]", company.email)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/messages")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults
