"""Dates and times fit into the cheap alphabet, in the zone of the company."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.text import formats
from tekstari.domain.text.gsm import is_gsm

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "su 28.3. klo 4.00"),
        ("sv", "sön 28.3 kl. 4.00"),
        ("sv-FI", "sön 28.3 kl. 4.00"),
        ("en", "Sun 28 Mar 4:00"),
    ],
)
def test_the_first_hour_of_summer_time(language, words):
    assert formats.datetime_words(datetime(2027, 3, 28, 1, 0, tzinfo=UTC), language, HELSINKI) == (words)


def test_a_date_of_the_company_is_not_the_date_of_utc():
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert formats.date_words(late, "fi", HELSINKI) == "ti 24.11."
    assert formats.date_words(date(2026, 11, 24), "sv", HELSINKI) == "tis 24.11"


def test_a_window():
    start = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    words = [
        formats.window_words(start, start.replace(hour=14), language, HELSINKI)
        for language in ("fi", "sv", "en")
    ]
    assert words == ["klo 14.30-16.30", "kl. 14.30-16.30", "14:30-16:30"]


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["fi", "sv", "en"]),
)
def test_words_never_make_a_text_dear(at, language):
    for words in (formats.datetime_words, formats.long_date_words, formats.clock_words):
        assert is_gsm(words(at, language, HELSINKI))
