"""A working day in a real Chromium: read, answer, call; what happens elsewhere comes by itself."""

import re
from datetime import timedelta

import pytest

from tekstari.data import live
from tekstari.data.access import in_workspace
from tekstari.data.models import CallTask, Conversation, Inbound, Message
from tekstari.domain.roles import Role
from tekstari.domain.text.parts import parts_needed
from tests.web.conftest import PASSWORD, member

playwright = pytest.importorskip("playwright.sync_api")
WIDTHS = pytest.mark.parametrize("width", [1440, 390])


@pytest.fixture
def marked(open_page, company):
    """An open page that would lose its mark if it were loaded anew."""

    def opened(path: str, width: int = 1440):
        page = open_page(width)
        page.goto(company.path(path))
        page.evaluate("window.isSamePage = true")
        return page

    return opened


@WIDTHS
def test_a_reply_is_written_and_seen_without_a_reload(marked, company, width):
    page = marked("messages", width)
    page.get_by_role("link", name="Aino Virtanen").click()
    page.get_by_label("Vastaus").fill("Torstai käy. Tervetuloa!")
    page.keyboard.press("Control+Enter")
    page.get_by_role("log").get_by_text("Torstai käy. Tervetuloa!").wait_for()
    playwright.expect(page.get_by_label("Vastaus")).to_have_value("")
    playwright.expect(page).to_have_url(re.compile(company.conversation + "$"))
    assert page.evaluate("window.isSamePage")
    with in_workspace(company.id):
        sent = Message.objects.get(text="Torstai käy. Tervetuloa!")
        assert (sent.direction, sent.author_id, sent.phone) == ("out", company.user.pk, company.phone)


def test_opening_reads_a_conversation_and_the_number_in_the_menu_falls(marked, company):
    page = marked("messages")
    assert page.locator("#menu-inbox .count").inner_text().startswith("1")
    page.get_by_role("link", name="Aino Virtanen").click()
    page.locator("#menu-inbox .count").wait_for(state="detached")
    with in_workspace(company.id):
        assert Conversation.objects.get().is_read


def test_a_text_that_came_is_seen_without_a_reload(marked, company):
    page = marked(f"messages/{company.conversation}")
    page.wait_for_selector("#connection[data-state=open]")
    write_in(company, "Vai sittenkin perjantai?")
    page.get_by_role("log").get_by_text("Vai sittenkin perjantai?").wait_for()
    assert page.evaluate("window.isSamePage")


def test_a_half_written_text_stays_whatever_comes_and_after_a_reload(marked, company):
    page = marked(f"messages/{company.conversation}")
    page.wait_for_selector("#connection[data-state=open]")
    page.get_by_label("Vastaus").type("Kesken oleva")
    write_in(company, "Toinen viesti")
    page.get_by_role("log").get_by_text("Toinen viesti").wait_for()
    assert page.get_by_label("Vastaus").input_value() == "Kesken oleva"
    assert page.evaluate("document.activeElement.name") == "text"
    page.reload()
    assert page.get_by_label("Vastaus").input_value() == "Kesken oleva"


def test_what_is_typed_on_one_phone_outlives_a_deed_on_another(marked, company):
    page = marked("phones")
    typed = page.get_by_label("Kirjoita asiakkaana: Aino Virtanen")
    with page.expect_response("**/phones") as answer:
        page.get_by_role("button", name="Asiakas soittaa").click()
        typed.fill("Kesken")
    assert answer.value.ok
    page.get_by_text("Asiakas soittaa: Aino Virtanen").wait_for()
    playwright.expect(typed).to_have_value("Kesken")


def test_a_text_after_something_unseen_is_not_sent_and_not_lost(client, company):
    opened = client.get(company.path(f"messages/{company.conversation}")).content.decode()
    first = re.search(r'name="seen" value="(msg_\w+)"', opened)[1]
    write_in(company, "Odota, muutin mieleni")
    answer = client.post(
        company.path(f"messages/{company.conversation}/reply"), {"text": "Varattu!", "seen": first}
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Viestiäsi ei lähetetty" in html
    assert "Varattu!</textarea>" in html
    with in_workspace(company.id):
        assert not Message.objects.filter(text="Varattu!").exists()


def test_done_is_taken_back_with_one_key(marked, company):
    page = marked(f"messages/{company.conversation}")
    page.locator("h1").click()
    page.keyboard.press("e")
    page.get_by_text("Valmis: Aino Virtanen").wait_for()
    with in_workspace(company.id):
        assert Conversation.objects.get().is_done
    page.keyboard.press("z")
    page.get_by_role("log").wait_for()
    with in_workspace(company.id):
        assert not Conversation.objects.get().is_done


def test_letters_do_nothing_when_switched_off(marked, company):
    page = marked(f"messages/{company.conversation}")
    page.keyboard.press("?")
    page.get_by_label("Yksittäiset kirjaimet").uncheck()
    page.get_by_role("button", name="Sulje").click()
    page.keyboard.press("e")
    page.wait_for_timeout(300)
    with in_workspace(company.id):
        assert not Conversation.objects.get().is_done


@WIDTHS
def test_the_next_call_is_taken_and_finished_with_keys(marked, company, width):
    page = marked("calls", width)
    page.keyboard.press("q")
    page.get_by_text("Mitä tapahtui?").wait_for()
    assert page.locator("a.dial").get_attribute("href") == f"tel:{company.phone}"
    page.keyboard.press("1")
    page.get_by_label("Muistiinpano").fill("Sovittiin torstai.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Kaikki soitettu").wait_for()
    assert page.evaluate("window.isSamePage")
    with in_workspace(company.id):
        task = CallTask.objects.get()
        assert (task.state, task.outcome) == ("done", "reached")


def test_a_call_that_another_took_says_so(client, company):
    other = member(company.id, Role.AGENT, name="Olli Niemi")
    with in_workspace(company.id):
        CallTask.objects.update(state="claimed", claimed_by=other, claimed_at=company.now)
    answer = client.post(company.path(f"calls/{company.call}/take"), follow=True)
    assert "Soittaa: Olli Niemi" in answer.content.decode()


@WIDTHS
def test_a_customer_writes_on_a_practice_phone(marked, company, width):
    page = marked("phones", width)
    field = page.get_by_label("Kirjoita asiakkaana: Aino Virtanen")
    field.fill("K klo 15")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    playwright.expect(field).to_have_value("")
    with in_workspace(company.id):
        came = Inbound.objects.get()
        assert (came.phone, came.text) == (company.phone, "K klo 15")


def test_everything_works_without_javascript(chromium, server, company):
    context = chromium.new_context(base_url=server, java_script_enabled=False, locale="sv-FI")
    page = context.new_page()
    page.goto("/")
    page.fill("[name=email]", company.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.get_by_role("link", name="Aino Virtanen").click()
    page.get_by_label("Svar").fill("Torsdag går bra.")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("log").get_by_text("Torsdag går bra.").wait_for()
    assert page.get_by_label("Svar").input_value() == ""
    context.close()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a" * 160,
        "a" * 161,
        "[" * 80,
        "[" * 81,
        "a" * 152 + "€" + "a" * 20,
        "Žaneta",
        "ö" * 71 + "č",
        "🚗" * 35,
        "🚗" * 36,
        "a" * 66 + "🚗" * 10,
        "’" + "a" * 69,
    ],
)
def test_the_counter_counts_as_the_domain_does(open_page, company, text):
    page = open_page()
    counted = page.evaluate("async (text) => (await import('/static/tekstari/counter.js')).count(text)", text)
    parts = parts_needed(text)
    assert (counted["used"], counted["parts"]) == (parts.units, max(1, parts.count))


def write_in(company, text: str) -> None:
    """A text comes in, as the worker would keep it."""
    with in_workspace(company.id):
        conversation = Conversation.objects.get()
        Message.objects.create(
            workspace_id=company.id,
            conversation=conversation,
            contact_id=conversation.contact_id,
            direction="in",
            sender="18100",
            phone=company.phone,
            text=text,
            state="received",
            at=company.now + timedelta(seconds=5),
        )
        conversation.last_text, conversation.is_read = text, False
        conversation.save(update_fields=["last_text", "is_read"])
        live.mark(company.id, "inbox", "conversation")
