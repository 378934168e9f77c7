"""Every way people type a number, and what can never be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.people import NO_BREAK, BadPhone, phone, shown

AINO = "+358401234567"


@pytest.mark.parametrize(
    "text",
    [
        "040 123 4567",
        "040-1234567",
        "0401234567",
        "401234567",
        "358401234567",
        "+358 40 123 4567",
        "+358 (0)40 123 4567",
        "(+358) 40 1234567",
        "+358-40-123-4567",
        "00358401234567",
        "00358 (0)40 1234567",
        " 040\u00a0123\u00a04567\n",
        "040\u2013123\u20114567",
        "\u202a040 123 4567\u202c",
        "０４０ １２３ ４５６７",
        "٠٤٠١٢٣٤٥٦٧",
        "＋358401234567",
    ],
)
def test_one_number_however_it_is_typed(text):
    assert phone(text) == AINO


@pytest.mark.parametrize(
    ("text", "country", "kept"),
    [
        ("070-123 45 67", "SE", "+46701234567"),
        ("+46 (0)70 123 45 67", "FI", "+46701234567"),
        ("46701234567", "FI", "+46701234567"),
        ("+372 5555 5555", "FI", "+37255555555"),
        ("412 34 567", "NO", "+4741234567"),
        ("050 555 0142", "FI", "+358505550142"),
        ("040 000 0001", "FI", "+358400000001"),
        ("+1 202-555-0142", "FI", "+12025550142"),
        ("09 1234 5678", "FI", "+358912345678"),
    ],
)
def test_numbers_of_neighbours_and_of_test_ranges(text, country, kept):
    assert phone(text, country) == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "phone.empty"),
        (" \u00a0\n", "phone.empty"),
        ("5", "phone.too_short"),
        ("112", "phone.too_short"),
        ("040 12", "phone.too_short"),
        ("16126", "phone.too_short"),
        ("+358", "phone.too_short"),
        ("00", "phone.too_short"),
        ("040 123 4567 890 123", "phone.too_long"),
        ("040 123 4567 / 050 765 4321", "phone.too_long"),
        ("0" * 80, "phone.too_long"),
        ("O40 123 4567", "phone.not_a_number"),
        ("040 123 4567 ext. 5", "phone.not_a_number"),
        ("040 123 4567#5", "phone.not_a_number"),
        ("040+1234567", "phone.not_a_number"),
        ("040 123 456²", "phone.not_a_number"),
        ("Autohuolto", "phone.not_a_number"),
        ("++358401234567", "phone.not_a_number"),
        ("+358 00 40 123 4567", "phone.not_a_number"),
        ("+", "phone.not_a_number"),
        ("+999 1234567", "phone.country_unknown"),
    ],
)
def test_a_refusal_says_why(text, reason):
    with pytest.raises(BadPhone) as refused:
        phone(text)
    assert refused.value.reason == reason


def test_a_refusal_never_repeats_the_number():
    with pytest.raises(BadPhone) as refused:
        phone("+999 1234567")
    assert "123" not in str(refused.value)
    assert refused.value.__cause__ is None


digits = st.text("0123456789", min_size=1, max_size=16)


@given(st.sampled_from(["", "+", "+358", "0", "00", "+46", "+39", "358"]), digits)
def test_a_kept_number_is_kept_as_it_is_in_every_country(start, rest):
    try:
        kept = phone(start + rest)
    except BadPhone:
        return
    assert kept.startswith("+")
    assert phone(kept) == kept
    assert phone(kept, "SE") == kept
    assert phone(shown(kept)) == kept


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_a_reason(text):
    try:
        outcome = phone(text)
    except BadPhone as refused:
        outcome = refused.reason
    assert outcome.startswith(("+", "phone."))


@pytest.mark.parametrize(
    ("kept", "country", "words"),
    [
        (AINO, "FI", "040 123 4567"),
        ("+358400000001", "FI", "040 000 0001"),
        ("+35850123456", "FI", "050 123 456"),
        (AINO, "SE", "+358 40 123 4567"),
        ("+46701234567", "FI", "+46 70 123 45 67"),
        ("+46701234567", "SE", "070-123 45 67"),
        ("16126", "FI", "16126"),
        ("Autohuolto", "FI", "Autohuolto"),
    ],
)
def test_a_number_on_screen_never_breaks_over_two_lines(kept, country, words):
    assert shown(kept, country) == words.replace(" ", NO_BREAK)
