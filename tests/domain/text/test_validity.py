"""The operator is never told to try for longer than the text is of use."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.text.validity import Form, is_too_late, validity

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(seconds=1), timedelta(days=400))


def ends(written: str, now: datetime) -> datetime:
    """The moment a validity means, read the other way round."""
    pairs = [int(written[place : place + 2]) for place in range(0, 12, 2)]
    if written[-1] == "R":
        assert pairs[:2] == [0, 0]
        return now + timedelta(days=pairs[2], hours=pairs[3], minutes=pairs[4], seconds=pairs[5])
    assert written[12:] == "000+"
    return datetime(2000 + pairs[0], *pairs[1:], tzinfo=UTC)


@given(MOMENTS, LENGTHS, st.sampled_from(Form), LENGTHS)
def test_a_validity_ends_at_the_deadline_or_sooner_by_less_than_a_second(now, left, form, longest):
    written = validity(now + left, now, form, longest)
    assert len(written) == 16
    until = ends(written, now)
    given_time = min(left, longest, timedelta(days=31)) if form is Form.RELATIVE else min(left, longest)
    assert now + given_time - timedelta(seconds=1) < until <= now + left


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("left", [timedelta(0), timedelta(hours=-1), timedelta(milliseconds=999)])
def test_what_is_too_late_is_not_sent(form, left):
    assert is_too_late(NOW + left, NOW)
    assert validity(NOW + left, NOW, form) is None


def test_without_a_deadline_the_operator_decides():
    assert validity(None, NOW) == ""
    assert not is_too_late(None, NOW)


def test_the_autumn_night_is_an_hour_longer():
    evening = datetime(2026, 10, 24, 22, 0, tzinfo=HELSINKI)
    morning = datetime(2026, 10, 25, 8, 0, tzinfo=HELSINKI)
    assert validity(morning, evening) == "000000110000000R"
    assert validity(morning, evening, Form.ABSOLUTE) == "261025060000000+"


def test_the_spring_night_is_an_hour_shorter():
    evening = datetime(2027, 3, 27, 22, 0, tzinfo=HELSINKI)
    morning = datetime(2027, 3, 28, 8, 0, tzinfo=HELSINKI)
    assert validity(morning, evening) == "000000090000000R"
