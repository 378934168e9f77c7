"""Done when: the whole main job in a browser, as a newcomer tries it on the working example."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.running import Demo, running_demo

SLOW = 30_000


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with running_demo() as running:
        yield running


@pytest.mark.parametrize("width", [1440, 390])
def test_an_order_a_reminder_a_survey_and_stop_on_the_screen(demo: Demo, chromium: Any, width: int) -> None:
    about = demo.about
    context = chromium.new_context(
        base_url=about["url"], locale="fi-FI", viewport={"width": width, "height": 900}
    )
    context.set_default_timeout(SLOW)
    phones, calls, faults = context.new_page(), context.new_page(), []
    for page in (phones, calls):
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    phones.goto("/login")
    phones.fill("[name=email]", about["user"])
    phones.fill("[name=password]", about["password"])
    phones.press("[name=password]", "Enter")
    phones.wait_for_url("**/messages")
    calls.goto(f"/w/{about['workspace']}/calls")
    phones.goto(f"/w/{about['workspace']}/phones")
    for page in (phones, calls):
        page.evaluate("window.isSamePage = true")

    # The practice phones are Aino's and Pekka's; each width has one of its own.
    number, name = (0, "Aino Virtanen") if width == 1440 else (3, "Pekka Hämäläinen")
    stand = phones.locator("article").nth(number)
    log = stand.get_by_role("log")

    stand.get_by_role("button", name="Tilaus tehdään").click()
    phones.get_by_text(f"Tilaus tehdään: {name}").wait_for()
    stand.get_by_role("button", name="Tuote saapuu").click()
    log.get_by_text("Tilauksesi on noudettavissa").wait_for()

    if width == 1440:  # whose car has just fallen due
        log.get_by_text("Auto ABC-123 on viimeksi huollettu").wait_for()
        write(phones, name, "K klo 15")
        log.get_by_text("Kiitos! Soitamme sinulle viimeistään").wait_for()
        calls.get_by_role("link", name=name).wait_for()

    asked = log.get_by_text("Miten todennäköisesti suosittelisit").count()
    stand.get_by_role("button", name="Huolto valmistuu").click()
    phones.get_by_text(f"Huolto valmistuu: {name}").wait_for()
    phones.get_by_role("button", name="+2 h").click()
    log.get_by_text("Miten todennäköisesti suosittelisit").nth(asked).wait_for()
    write(phones, name, "3")
    log.get_by_text("Ikävä kuulla").last.wait_for()
    calls.get_by_text("Antoi matalan arvosanan").or_(calls.get_by_text("”3”")).first.wait_for()

    write(phones, name, "STOP")
    log.get_by_text("Et saa enää markkinointia tai kyselyjä").wait_for()
    assert phones.evaluate("window.isSamePage")
    assert calls.evaluate("window.isSamePage")
    assert not faults
    context.close()


def write(phones: Any, name: str, text: str) -> None:
    phones.get_by_label(f"Kirjoita asiakkaana: {name}").fill(text)
    phones.keyboard.press("Enter")
