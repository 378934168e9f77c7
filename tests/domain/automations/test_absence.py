"""When an absence falls due, also across the nights the clocks move."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.automations.absence import due_at, window
from tekstari.domain.automations.definition import Absence
from tekstari.domain.schedules.spans import Span

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("since", "span", "clock", "due"),
    [
        ("2026-04-28 13:05", Span(months=11), time(10), "2027-03-28 10:00+03:00"),
        ("2026-03-31 13:05", Span(months=11), time(10), "2027-02-28 10:00+02:00"),
        ("2027-02-27 22:30", Span(days=28), time(3, 30), "2027-03-28 04:00+03:00"),  # 3.30 is jumped over
        ("2027-10-30 12:00", Span(days=1), time(3, 30), "2027-10-31 03:30+03:00"),  # the first of the two
        ("2026-06-01 21:30", Span(days=1), time(0), "2026-06-03 00:00+03:00"),  # already the 2nd in Helsinki
    ],
)
def test_due(since, span, clock, due):
    rule = Absence("service.completed", span, "vehicle", clock)
    found = due_at(rule, datetime.fromisoformat(since).replace(tzinfo=UTC), HELSINKI)
    assert found.astimezone(HELSINKI).isoformat(" ", "minutes") == due


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    st.builds(Span, months=st.integers(0, 24), days=st.integers(0, 60), seconds=st.integers(0, 90_000)),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=40)),
)
def test_a_window_holds_every_event_that_falls_due_in_it(since, span, clock, length):
    rule = Absence("service.completed", span, "vehicle", clock)
    due = due_at(rule, since.replace(tzinfo=UTC), HELSINKI)
    start, end = window(rule, due - length, due, HELSINKI)
    assert start <= since.replace(tzinfo=UTC) <= end
