"""Every page, looked at in both widths, both appearances and three languages by a real Chromium."""

from pathlib import Path

import pytest

from tekstari.actions import automations
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import Automation, AutomationVersion, Contact, Occurrence
from tests.web.conftest import NPS

LOOK = Path(__file__).with_name("looking.js").read_text()


@pytest.fixture
def decision(company):
    """An automation of the company that has decided once."""
    automation = automations.keep(company.id, slug="kysely", text=NPS, now=company.now)
    with in_workspace(company.id):
        version = AutomationVersion.objects.create(
            workspace_id=company.id,
            automation=automation,
            number=1,
            text=NPS,
            created_at=company.now,
        )
        Automation.objects.filter(pk=automation.pk).update(is_on=True, version=version)
        line = {"reason": "unless.came", "holds": False}
        row = Occurrence.objects.create(
            workspace_id=company.id,
            automation=automation,
            version=version,
            key="k",
            state="suppressed",
            reason="called",
            contact=Contact.objects.get(),
            trace=[line | {"values": {"event": "call.received", "at": company.now.isoformat()}}],
            at=company.now,
        )
    return shown("occ", row.id)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(1440, "fi"), (900, "en"), (390, "sv"), (320, "fi")])
def test_every_page_can_be_read_and_reached(open_page, company, decision, width, scheme, language):
    page = open_page(width, scheme)
    paths = [
        "messages",
        f"messages/{company.conversation}",
        "calls",
        f"calls/{company.call}",
        "phones",
        "automations",
        "automations/kysely",
        f"why/{decision}",
    ]
    faults = {}
    for path in paths:
        answer = page.goto(f"{company.path(path)}?lang={language}")
        assert answer.status == 200
        faults[path] = page.evaluate(LOOK)
    assert not {path: found for path, found in faults.items() if found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/login", "/design", "/nowhere"])
def test_the_doors_can_be_read_too(chromium, server, path, scheme):
    context = chromium.new_context(
        base_url=server, color_scheme=scheme, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto(path)
    assert page.evaluate(LOOK) == []
    context.close()


def test_the_chosen_appearance_wins_over_the_machines(open_page, company):
    page = open_page(scheme="light")
    page.locator("summary").click()
    page.get_by_role("button", name="Tumma").click()
    page.wait_for_selector("html[data-theme=dark]")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.goto(company.path("calls"))
    assert page.locator("html[data-theme=dark]").count() == 1


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(open_page, company):
    page = open_page()
    page.goto(company.path("messages"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Siirry sisältöön"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
