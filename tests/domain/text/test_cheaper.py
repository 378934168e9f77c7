"""A cheaper text says the same, and nobody's name or language is changed without asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.text.cheaper import SAFE, Kind, cheaper, costly
from tekstari.domain.text.gsm import is_gsm
from tekstari.domain.text.parts import parts_needed, prepared

TEXTS = st.one_of(
    st.text(max_size=300),
    st.text("aäö€ \u2019\u201d\u2013\u2026\u00a0\u200b\u2022š", max_size=400),
    st.lists(st.sampled_from(["Hyvää päivää", "…", "a\u0308", "\u0308", "ž", "đ", " – "])).map("".join),
)


@given(TEXTS, st.booleans())
def test_a_cheaper_text_never_takes_more_parts_and_is_as_cheap_as_it_gets(text, strong):
    found = cheaper(text, strong=strong)
    assert found.before == parts_needed(text)
    assert found.after == parts_needed(found.text)
    assert found.after.count <= found.before.count
    again = cheaper(found.text, strong=strong)
    assert (again.text, again.changes) == (found.text, ())


@given(TEXTS)
def test_nothing_is_changed_that_was_not_named(text):
    found, ready = cheaper(text), prepared(text)
    at = {change.at: change for change in found.changes}
    said = "".join(at[place].instead if place in at else char for place, char in enumerate(ready))
    assert said == found.text
    assert all(ready[change.at] == change.char and change.char in SAFE for change in found.changes)
    assert {dear.char for dear in found.dear} == {char for char in found.text if not is_gsm(char)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("”Hei”, sanoi Åsa – klo\u00a09–16…", '"Hei", sanoi Åsa - klo 9-16...'),
        ("Vi ses i morgon – välkommen!", "Vi ses i morgon - välkommen!"),
        ("Don’t be late", "Don't be late"),
        ("• ma\n• ti", "- ma\n- ti"),
        ("a\u0308iti", "äiti"),
        ("tieto\u00adturva", "tietoturva"),
    ],
)
def test_typography_is_made_plain(text, expected):
    found = cheaper(text)
    assert found.text == expected
    assert found.after.alphabet == "GSM-7"


@pytest.mark.parametrize(
    "text",
    [
        "Hei Žaneta – autosi on valmis",
        "Buorre beaivi – bures boahtin Kárášjohkii đ",
        "Здравствуйте – ваша машина готова",
        "Tervetuloa – 🎉",
    ],
)
def test_a_text_that_stays_dear_is_left_as_it_was(text):
    found = cheaper(text)
    assert (found.text, found.changes) == (text, ())
    assert found.dear == costly(text)


def test_accents_go_only_when_asked_and_never_from_kept_words():
    assert cheaper("Šakki ja õlut", strong=True).text == "Sakki ja olut"
    assert cheaper("Šakki – Žaneta", strong=True, keep=["Žaneta"]).text == "Šakki – Žaneta"


@pytest.mark.parametrize("text", ["Boađe deike š", "Привет š", "Łódź"])
def test_a_language_that_cannot_be_written_otherwise_is_never_changed(text):
    assert cheaper(text, strong=True).text == text


def test_dear_characters_are_named_with_their_places():
    found = costly("Ž “a” 😀 ½ a\u0308")
    assert [(dear.at, dear.kind) for dear in found] == [
        (0, Kind.LETTER),
        (2, Kind.QUOTE),
        (4, Kind.QUOTE),
        (6, Kind.EMOJI),
        (8, Kind.SIGN),
        (11, Kind.MARK),
    ]
    assert [dear.instead for dear in found] == [None, '"', '"', None, None, None]


def test_a_change_that_would_cost_a_part_is_not_made():
    text = "…" * 70  # one part; three full stops for each would make two
    assert cheaper(text).text == text
