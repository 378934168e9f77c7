"""Quiet hours hold a text and let it go; they never drop it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.people import Purpose
from tekstari.domain.schedules.quiet import QuietHours, held_until
from tekstari.domain.schedules.wall import local

HELSINKI = ZoneInfo("Europe/Helsinki")
LOUD = frozenset({Purpose.MARKETING, Purpose.SURVEY})
NIGHT = QuietHours(HELSINKI, time(21), time(8), LOUD)
SIESTA = QuietHours(HELSINKI, time(12), time(13), LOUD)
SMALL_HOURS = QuietHours(HELSINKI, time(22), time(3, 30), LOUD)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2027-03-01T20:59:59+02:00", "2027-03-01T20:59:59+02:00"),
        (NIGHT, "2027-03-01T21:00:00+02:00", "2027-03-02T08:00:00+02:00"),
        (NIGHT, "2027-03-02T07:59:59+02:00", "2027-03-02T08:00:00+02:00"),
        (NIGHT, "2027-03-02T08:00:00+02:00", "2027-03-02T08:00:00+02:00"),
        (NIGHT, "2027-03-27T23:00:00+02:00", "2027-03-28T08:00:00+03:00"),
        (NIGHT, "2027-10-30T23:00:00+03:00", "2027-10-31T08:00:00+02:00"),
        (SIESTA, "2027-03-01T12:30:00+02:00", "2027-03-01T13:00:00+02:00"),
        (SIESTA, "2027-03-01T11:30:00+02:00", "2027-03-01T11:30:00+02:00"),
        (SMALL_HOURS, "2027-03-28T02:00:00+02:00", "2027-03-28T04:00:00+03:00"),
        (SMALL_HOURS, "2027-10-31T03:40:00+03:00", "2027-10-31T03:30:00+02:00"),
    ],
)
def test_a_text_waits_for_the_end_of_the_quiet_hours(quiet, now, until):
    held = held_until(datetime.fromisoformat(now), Purpose.MARKETING, quiet)
    assert held == datetime.fromisoformat(until)


def test_other_purposes_and_no_quiet_hours_do_not_wait():
    midnight = datetime(2027, 3, 1, 23, tzinfo=UTC)
    assert held_until(midnight, Purpose.CODE, NIGHT) == midnight
    assert held_until(midnight, Purpose.MARKETING, None) == midnight
    always = QuietHours(HELSINKI, time(8), time(8), LOUD)
    assert held_until(midnight, Purpose.MARKETING, always) == midnight


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


# Half of the moments lie around the nights of Helsinki, where mistakes live.
moments = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.builds(
        lambda night, minutes: night + timedelta(minutes=minutes),
        st.sampled_from([datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]),
        st.integers(-3000, 3000),
    ),
)


@given(moments, clocks, clocks)
def test_what_is_let_go_is_never_held_again(now, start, end):
    quiet = QuietHours(HELSINKI, start, end, LOUD)
    until = held_until(now, Purpose.SURVEY, quiet)
    assert now <= until <= now + timedelta(hours=25)
    assert held_until(until, Purpose.SURVEY, quiet) == until
    shown = local(until, HELSINKI).time()
    inside = start <= shown < end if start <= end else shown >= start or shown < end
    assert not inside or local(until, HELSINKI).hour == 4  # the end fell into the missing hour
