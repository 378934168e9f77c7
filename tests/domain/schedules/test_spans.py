"""Lengths of time over the ends of months and the nights the clocks move."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.schedules.hours import read_hours
from tekstari.domain.schedules.spans import Span, earlier, later, read_span
from tekstari.domain.schedules.wall import instant, local

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2 hours", Span(seconds=7200)),
        ("90 minutes", Span(seconds=5400)),
        ("3 days", Span(days=3)),
        ("11 months", Span(months=11)),
        ("1 year", Span(months=12)),
        ("2 weeks", Span(days=14)),
        ("2 tuntia", Span(seconds=7200)),
        ("1 kuukausi", Span(months=1)),
        ("11 kuukautta", Span(months=11)),
        ("3 päivää", Span(days=3)),
        ("2 viikkoa", Span(days=14)),
        ("1 vuosi ja 6 kuukautta", Span(months=18)),
        ("3 dagar", Span(days=3)),
        ("11 månader", Span(months=11)),
        ("2 timmar och 30 minuter", Span(seconds=9000)),
        ("1 år", Span(months=12)),
        ("PT2H", Span(seconds=7200)),
        ("P11M", Span(months=11)),
        ("PT11M", Span(seconds=660)),
        ("P1DT2H", Span(days=1, seconds=7200)),
        ("p2w", Span(days=14)),
        ("4 open hours", Span(open_hours=4)),
        ("1 open hour", Span(open_hours=1)),
        ("4 aukiotuntia", Span(open_hours=4)),
        ("4 öppna timmar", Span(open_hours=4)),
        ("  2\u00a0Hours ", Span(seconds=7200)),
        ("2h 30min", Span(seconds=9000)),
        ("0 days", Span()),
    ],
)
def test_lengths_as_people_write_them(text, span):
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1DT", "2", "hours", "2 moons", "-2 hours", "2 hours soon", "18:00", "2 m"]
    + ["1.5 hours", "99999 years", "9" * 300 + " days", "4 open days", "P-1D", "and 2"],
)
def test_what_says_no_length_is_none(text):
    assert read_span(text) is None


@pytest.mark.parametrize(
    ("at", "span", "then"),
    [
        ("2027-03-27 03:30+02:00", Span(days=1), "2027-03-28 04:00+03:00"),
        ("2027-03-27 03:30+02:00", Span(days=2), "2027-03-29 03:30+03:00"),
        ("2027-03-28 02:30+02:00", Span(seconds=3600), "2027-03-28 04:30+03:00"),
        ("2027-10-30 03:30+03:00", Span(days=1), "2027-10-31 03:30+03:00"),
        ("2027-10-31 03:30+03:00", Span(seconds=3600), "2027-10-31 03:30+02:00"),
        ("2027-10-31 03:30+02:00", Span(), "2027-10-31 03:30+02:00"),
        ("2026-03-31 09:00+03:00", Span(months=11), "2027-02-28 09:00+02:00"),
        ("2027-03-31 09:00+03:00", Span(months=11), "2028-02-29 09:00+02:00"),
        ("2028-02-29 09:00+02:00", Span(months=12), "2029-02-28 09:00+02:00"),
        ("2026-12-31 09:00+02:00", Span(months=2, days=1), "2027-03-01 09:00+02:00"),
    ],
)
def test_later(at, span, then):
    assert later(datetime.fromisoformat(at), span, HELSINKI) == datetime.fromisoformat(then)


def test_the_clock_of_the_zone_counts_not_the_clock_of_the_argument():
    at = datetime(2027, 3, 27, 22, 30, tzinfo=UTC)  # 0.30 on the 28th in Helsinki
    then = later(at, Span(months=1), HELSINKI)
    assert then.astimezone(HELSINKI).isoformat() == "2027-04-28T00:30:00+03:00"
    assert then.tzinfo is UTC


def test_open_hours_run_in_the_opening_hours_given():
    hours = read_hours({"mon": "8-17"}, HELSINKI)
    sunday = datetime(2027, 3, 28, 12, 0, tzinfo=HELSINKI)
    then = later(sunday, Span(open_hours=4), HELSINKI, hours)
    assert then.astimezone(HELSINKI).isoformat() == "2027-03-29T12:00:00+03:00"
    with pytest.raises(ValueError, match="opening hours"):
        later(sunday, Span(open_hours=4), HELSINKI)
    with pytest.raises(ValueError, match="forward"):
        earlier(sunday, Span(open_hours=4), HELSINKI)


# Half of the moments lie around the nights of Helsinki, where mistakes live.
moments = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.builds(
        lambda night, minutes: night + timedelta(minutes=minutes),
        st.sampled_from([datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]),
        st.integers(-3000, 3000),
    ),
)
zones = st.sampled_from(
    [HELSINKI, ZoneInfo("Europe/Stockholm"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
)


@given(moments, st.integers(0, 4000), zones)
def test_days_keep_the_time_on_the_wall(at, days, zone):
    wall = local(at, zone) + timedelta(days)
    shown = local(later(at, Span(days=days), zone), zone)
    assert shown == wall or (shown > wall and shown - wall <= timedelta(hours=1))


@given(moments, st.integers(0, 10**7), zones)
def test_seconds_are_measured(at, seconds, zone):
    assert later(at, Span(seconds=seconds), zone) - at == timedelta(seconds=seconds)
    assert earlier(later(at, Span(seconds=seconds), zone), Span(seconds=seconds), zone) == at


@given(moments, st.integers(0, 4000), zones)
def test_going_back_undoes_going_on_where_the_wall_shows_the_time_once(at, days, zone):
    there = later(at, Span(days=days), zone)
    if instant(local(at, zone), zone) == at and local(there, zone) == local(at, zone) + timedelta(days):
        assert earlier(there, Span(days=days), zone) == at


@given(moments, st.integers(1, 240), zones)
def test_months_land_in_the_right_month(at, months, zone):
    then = local(later(at, Span(months=months), zone), zone)
    wall = local(at, zone)
    assert (then.year * 12 + then.month) - (wall.year * 12 + wall.month) == months
    assert then.day <= wall.day


@given(moments.map(lambda at: local(at, HELSINKI) - timedelta(minutes=30)), zones)
def test_a_wall_time_in_a_gap_is_the_first_instant_after_it(wall, zone):
    at = instant(wall, zone)
    if local(at, zone) != wall:
        assert local(at, zone) > wall
        assert local(at - timedelta(microseconds=1), zone) < wall


@given(st.text(max_size=60))
def test_any_text_is_a_length_or_none(text):
    found = read_span(text)
    assert found is None or found.months >= 0
