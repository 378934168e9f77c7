"""A text in doubt is sent again only where that was chosen, and never given another's receipt."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.doubt import Clues, Course, Doubtful, Found, Resolution, course, resolve
from tekstari.domain.delivery.ids import IdRule
from tekstari.domain.people import Purpose

AT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 3.30 in Helsinki, for the first time that night
MINUTE = timedelta(minutes=1)
READY = Doubtful("a1", "+358401234567", "+358501112222", "Hei Aino! Autosi on valmis.", AT)
CLUES = Clues(
    at=AT + MINUTE,
    sender="358401234567",
    phone="358501112222",
    text="Hei Aino! Autosi on ",
    sent_at=AT,
)


def but(thing, **changes):
    fields = {name: getattr(thing, name) for name in thing.__slots__}
    return type(thing)(**fields | changes)


@pytest.mark.parametrize("setting", [None, *Course])
@pytest.mark.parametrize("purpose", [Purpose.CODE, Purpose.MARKETING, Purpose.SURVEY])
def test_codes_advertisements_and_surveys_are_never_sent_twice(purpose, setting):
    assert course(purpose, setting).course is Course.NEVER_AGAIN


@pytest.mark.parametrize("purpose", [Purpose.ORDER, Purpose.SERVICE])
def test_orders_and_service_ask_a_person_unless_the_workspace_chose_otherwise(purpose):
    assert course(purpose).course is Course.HOLD
    assert [course(purpose, setting).course for setting in Course] == list(Course)


def test_the_operators_name_tells_first():
    texts = [but(READY, provider_id="38601fa"), but(READY, attempt="a2")]
    clues = but(CLUES, ids=("0059113978",))
    assert resolve(clues, texts, IdRule.ANSWER_HEX) == Resolution("a1", Found.BY_ID)


def test_our_own_reference_tells_next():
    texts = [but(READY, reference=7), but(READY, attempt="a2", reference=8)]
    assert resolve(but(CLUES, reference=8), texts) == Resolution("a2", Found.BY_REFERENCE)


def test_a_name_that_is_used_again_belongs_to_the_phone_it_tells():
    texts = [but(READY, provider_id="7"), but(READY, attempt="a2", provider_id="7", phone="+358503334444")]
    assert resolve(but(CLUES, ids=("7",)), texts) == Resolution("a1", Found.BY_ID)
    assert resolve(but(CLUES, ids=("7",), phone="+358505556666"), texts).found is Found.SEVERAL_FIT
    assert resolve(but(CLUES, ids=("7",), sender="16400"), texts[:1]).attempt == "a1"  # rewritten


def test_a_reference_that_has_come_round_belongs_to_one_phone_only():
    other = but(READY, attempt="a2", phone="+358503334444", reference=7)
    assert resolve(but(CLUES, reference=7), [but(READY, reference=7), other]).attempt == "a1"


def test_the_only_text_that_fits_is_the_one():
    others = [
        but(READY, attempt="phone", phone="+358503334444"),
        but(READY, attempt="sender", sender="AUTOHUOLTO"),
        but(READY, attempt="yesterday", written_at=AT - timedelta(days=1)),
        but(READY, attempt="words", text="Hei Elli! Autosi on valmis."),
        but(READY, attempt="answered", provider_id="77"),
    ]
    assert resolve(CLUES, [READY, *others]) == Resolution("a1", Found.BY_ONLY_CANDIDATE)
    assert resolve(CLUES, others) == Resolution(None, Found.NONE_FITS)


def test_two_that_fit_are_nobodys():
    assert resolve(CLUES, [READY, but(READY, attempt="a2")]) == Resolution(None, Found.SEVERAL_FIT)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": "Hei"},
        {"phone": ""},
        {"sender": ""},
        {"at": AT - timedelta(hours=1), "sent_at": None},
        {"at": AT + timedelta(days=15), "sent_at": None},
        {"sent_at": AT + timedelta(hours=1)},
    ],
)
def test_a_receipt_that_tells_too_little_is_given_to_nobody(changes):
    assert resolve(but(CLUES, **changes), [READY]) == Resolution(None, Found.NONE_FITS)


def test_a_receipt_thirteen_days_late_in_garbled_letters_is_still_ours():
    text = but(READY, text="Hyvää päivää, pöytäsi on valmis")
    late = but(CLUES, text="Hyv?? p?iv??, p?yt?", at=AT + timedelta(days=13), sent_at=None)
    assert resolve(late, [text]).attempt == "a1"


def test_the_hour_that_comes_twice_does_not_hide_a_text():
    helsinki = ZoneInfo("Europe/Helsinki")
    again = datetime(2026, 10, 25, 3, 5, tzinfo=helsinki, fold=1)
    text = but(READY, written_at=datetime(2026, 10, 25, 3, 55, tzinfo=helsinki))
    assert resolve(but(CLUES, at=again, sent_at=again), [text]).attempt == "a1"


def test_a_short_text_must_be_the_same_whole():
    assert resolve(but(CLUES, text="OK"), [but(READY, text="OK")]).attempt == "a1"
    assert resolve(but(CLUES, text="OK"), [but(READY, text="OK!")]).attempt is None


@given(st.lists(st.sampled_from("abc"), max_size=4), st.sampled_from(["a", "b", "", "z"]))
def test_what_is_found_was_the_only_one(names, reported):
    texts = [but(READY, attempt=str(n), provider_id=name) for n, name in enumerate(names)]
    found = resolve(but(CLUES, ids=(reported,), text=""), texts)
    assert (found.attempt is not None) == (names.count(reported) == 1)
