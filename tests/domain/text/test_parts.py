"""Parts are money: counted against a slow counter that knows nothing of ours."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.text.gsm import BASIC, EXTENSION
from tekstari.domain.text.parts import Parts, cut, parts_needed, prepared


@pytest.mark.parametrize(
    ("text", "count", "alphabet", "units", "limit"),
    [
        ("", 1, "GSM-7", 0, 160),
        ("a" * 160, 1, "GSM-7", 160, 160),
        ("a" * 161, 2, "GSM-7", 161, 306),
        ("a" * 306, 2, "GSM-7", 306, 306),
        ("a" * 307, 3, "GSM-7", 307, 459),
        ("ä" * 160, 1, "GSM-7", 160, 160),
        ("a\u0308" * 160, 1, "GSM-7", 160, 160),
        ("€" * 80, 1, "GSM-7", 160, 160),
        ("€" * 81, 2, "GSM-7", 162, 306),
        ("a" * 152 + "€" + "b" * 151, 2, "GSM-7", 305, 306),
        ("a" * 152 + "€" + "b" * 152, 3, "GSM-7", 306, 459),  # the hole before € costs a part
        ("ž" * 70, 1, "UCS-2", 70, 70),
        ("ž" * 71, 2, "UCS-2", 71, 134),
        ("😀" * 35, 1, "UCS-2", 70, 70),
        ("😀" * 36, 2, "UCS-2", 72, 134),
        ("ž" * 66 + "😀" + "ž" * 66, 3, "UCS-2", 134, 201),
    ],
)
def test_parts_at_their_edges(text, count, alphabet, units, limit):
    found = parts_needed(text)
    assert (found.count, found.alphabet, found.units, found.limit) == (
        count,
        alphabet,
        units,
        limit,
    )


def test_what_makes_a_text_dear_is_named_once_and_in_order():
    assert parts_needed("Žaneta ”tuli” – ja Žaneta meni").costly == ("Ž", "”", "–")
    assert parts_needed("Hyvää huomenta, Åsa! Välkommen. 5 €").costly == ()


def test_a_no_break_space_is_dear():
    assert parts_needed("klo\u00a09.30") == Parts(1, "UCS-2", 8, 70, ("\u00a0",))


@pytest.mark.parametrize(
    ("text", "ready"),
    [
        ("a\u0308iti", "äiti"),
        ("rivi\r\ntoinen\rkolmas\u2028neljäs", "rivi\ntoinen\nkolmas\nneljäs"),
        ("a\tb", "a b"),
        ("a\x00b\x1b\x0c\x85c", "abc"),
        ("a\ud800b", "ab"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
    ],
)
def test_a_text_is_prepared_before_it_is_counted_or_sent(text, ready):
    assert prepared(text) == ready


def slow_cut(text, capacity, whole):
    """Every way to write it down: one list of tokens, cut where the next does not fit."""
    tokens = [f"\x1b{char}" if char in EXTENSION else char for char in text]
    if sum(map(len, tokens)) <= whole:
        return [text]
    parts = [[]]
    for token in tokens:
        if len("".join(parts[-1])) + len(token) > capacity:
            parts.append([])
        parts[-1].append(token)
    return ["".join(part).replace("\x1b", "") for part in parts]


def slow_cut_utf16(text):
    raw = text.encode("utf-16-be")
    if len(raw) <= 140:
        return [text]
    parts = []
    while raw:
        size = min(134, len(raw))
        if size < len(raw) and 0xD8 <= raw[size - 2] <= 0xDB:
            size -= 2
        parts.append(raw[:size].decode("utf-16-be"))
        raw = raw[size:]
    return parts


cheap = BASIC.replace("\x1b", "").replace("\r", "")
cheap_texts = st.text(st.sampled_from(cheap + "€[]|~" * 8), max_size=500)
dear_texts = st.text(st.sampled_from("abcžš–ŋ😀👍🏽❤️" + "€["), max_size=300).map(lambda t: t + "ž")


@given(cheap_texts)
def test_cheap_texts_agree_with_the_slow_counter(text):
    assert list(cut(text)) == slow_cut(text, 153, 160)
    assert parts_needed(text).count == len(slow_cut(text, 153, 160))


@given(dear_texts)
def test_dear_texts_agree_with_the_slow_counter(text):
    assert list(cut(text)) == slow_cut_utf16(text)
    assert parts_needed(text).units == len(text.encode("utf-16-be")) // 2


any_text = st.text(st.characters(codec=None), max_size=400)


@given(any_text)
def test_nothing_is_lost_and_every_part_fits(text):
    found = parts_needed(text)
    assert "".join(cut(text)) == prepared(text)
    assert found.count == len(cut(text))
    assert found.units <= found.limit
    assert bool(found.costly) == (found.alphabet == "UCS-2")


@given(any_text)
def test_prepared_once_is_prepared(text):
    ready = prepared(text)
    assert prepared(ready) == ready
    assert unicodedata.is_normalized("NFC", ready)
    ready.encode("utf-8")


def test_the_alphabet_has_its_codes_where_the_standard_puts_them():
    assert len(BASIC) == 128
    assert [BASIC.index(char) for char in "@\n\x1b AaäàÖ"] == [0, 10, 27, 32, 65, 97, 123, 127, 92]
