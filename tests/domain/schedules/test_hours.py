"""Opening hours: promises count open time only."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.schedules.hours import BadHours, NeverOpen, OpeningHours, read_hours, shown

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "8-17")
SHOP = read_hours(WEEKDAYS | {"sat": "9-14"}, HELSINKI)
NIGHT_BAR = read_hours({"sat": "18-4", "sun": "0-24"}, HELSINKI)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def seen(moment):
    return moment.astimezone(HELSINKI).strftime("%a %d.%m. %H:%M")


def test_opening_is_open_and_closing_is_closed():
    assert SHOP.is_open(at("2027-03-22 08:00"))
    assert not SHOP.is_open(at("2027-03-22 17:00"))
    assert not SHOP.is_open(at("2027-03-21 12:00"))


def test_a_holiday_moves_the_next_opening():
    may_day = replace(SHOP, closed_on=frozenset({date(2026, 5, 1)}))
    assert seen(may_day.next_opening(at("2026-04-30 17:30"))) == "Sat 02.05. 09:00"
    now = at("2026-04-30 09:00")
    assert may_day.next_opening(now) == now


@pytest.mark.parametrize(
    ("start", "hours", "deadline"),
    [
        ("2027-03-22 08:00", 4, "Mon 22.03. 12:00"),
        ("2027-03-22 16:00", 1, "Mon 22.03. 17:00"),
        ("2027-03-22 16:00", 2, "Tue 23.03. 09:00"),
        ("2027-03-26 16:00", 8, "Mon 29.03. 10:00"),
        ("2027-03-27 20:00", 4, "Mon 29.03. 12:00"),
        ("2027-03-22 05:00", 0, "Mon 22.03. 08:00"),
    ],
)
def test_a_promise_of_open_hours(start, hours, deadline):
    assert seen(SHOP.add_open(at(start), hours)) == deadline


def test_open_time_is_real_time_on_the_nights_the_clocks_move():
    spring = NIGHT_BAR.add_open(at("2027-03-27 23:00"), 5)
    assert seen(spring) == "Sun 28.03. 05:00"  # 3 to 4 never was
    autumn = NIGHT_BAR.add_open(at("2027-10-30 23:00"), 5)
    assert seen(autumn) == "Sun 31.10. 03:00"  # the second three o'clock
    assert autumn - at("2027-10-30 23:00").astimezone(UTC) == timedelta(hours=5)


def test_an_hour_that_comes_twice_is_open_both_times():
    until_half_past_three = read_hours({"sat": "22-3:30"}, HELSINKI)
    second_three = datetime(2027, 10, 31, 1, 15, tzinfo=UTC)
    assert until_half_past_three.is_open(second_three)
    assert not until_half_past_three.is_open(second_three + timedelta(minutes=15))


def test_an_interval_inside_the_missing_hour_is_left_out():
    hours = read_hours({"sun": "3:10-3:50, 12-13"}, HELSINKI)
    assert seen(hours.next_opening(at("2027-03-28 00:00"))) == "Sun 28.03. 12:00"


def test_hours_that_never_open_say_so():
    closed = OpeningHours(HELSINKI, ((),) * 7)
    with pytest.raises(NeverOpen):
        closed.next_opening(at("2027-03-22 08:00"))
    assert not closed.is_open(at("2027-03-22 08:00"))
    assert shown(closed, "sv") == "stängt"


def test_overlapping_intervals_count_once():
    twice = OpeningHours(HELSINKI, (((time(8), time(16)), (time(12), time(20))),) + ((),) * 6)
    assert seen(twice.add_open(at("2027-03-22 08:00"), 12)) == "Mon 22.03. 20:00"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("8", "hours.not_read"),
        ("8-8", "hours.not_read"),
        ("8-25", "hours.not_read"),
        ("8:75-9", "hours.not_read"),
        ("aamusta iltaan", "hours.not_read"),
        ("²-9", "hours.not_read"),
        ("8-12, 11-17", "hours.overlap"),
        ("18-2, 20-22", "hours.overlap"),
        ("8-24, 12-13", "hours.overlap"),
    ],
)
def test_hours_that_cannot_be_read_say_why_and_where(text, reason):
    with pytest.raises(BadHours) as refused:
        read_hours({"tue": text}, HELSINKI)
    assert (refused.value.reason, refused.value.day) == (reason, "tue")


def test_an_unknown_day_is_refused():
    with pytest.raises(BadHours) as refused:
        read_hours({"maanantai": "8-17"}, HELSINKI)
    assert refused.value.reason == "hours.day_unknown"


@pytest.mark.parametrize(
    ("week", "language", "words"),
    [
        (WEEKDAYS | {"sat": "9-14"}, "fi", "ma-pe 8-17, la 9-14"),
        (WEEKDAYS, "sv", "mån-fre 8-17"),
        (WEEKDAYS, "en", "Mon-Fri 8-17"),
        ({"mon": "8.30–12, 13-17"}, "fi", "ma 8.30-12 ja 13-17"),
        ({"mon": "8:30-17", "wed": "8:30-17"}, "en", "Mon 8:30-17, Wed 8:30-17"),
        ({"fri": "18-2", "sat": "0-24", "sun": "closed"}, "sv", "fre 18-2, lör 0-24"),
    ],
)
def test_hours_in_the_words_of_a_text(week, language, words):
    assert shown(read_hours(week, HELSINKI), language) == words


# Half of the moments lie around the nights of Helsinki, where mistakes live.
moments = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.builds(
        lambda night, minutes: night + timedelta(minutes=minutes),
        st.sampled_from([datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]),
        st.integers(-3000, 3000),
    ),
)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
weeks = st.lists(st.lists(st.tuples(clocks, clocks), max_size=3).map(tuple), min_size=7, max_size=7).map(
    lambda days: OpeningHours(HELSINKI, tuple(days))
)


@given(weeks, moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours, now):
    if not any(hours.week):
        return
    opening = hours.next_opening(now)
    assert opening >= now
    assert hours.is_open(opening)
    assert opening == now or not hours.is_open(opening - timedelta(seconds=1))


@given(weeks, moments, st.integers(0, 3000), st.integers(1, 3000))
def test_open_time_adds_up(hours, now, first, second):
    if not any(hours.week):
        return
    both = hours.add_open(now, timedelta(minutes=first + second))
    assert both - now >= timedelta(minutes=first + second)
    halfway = hours.add_open(now, timedelta(minutes=first))
    assert hours.add_open(halfway, timedelta(minutes=second)) == both


@given(moments, st.integers(1, 60))
def test_open_time_agrees_with_counting_minutes(now, hours):
    start = now.replace(second=0, microsecond=0)
    deadline = NIGHT_BAR.add_open(start, timedelta(minutes=15 * hours))
    counted, minute = 0, start
    while counted < 15 * hours:
        counted += NIGHT_BAR.is_open(minute)
        minute += timedelta(minutes=1)
    assert minute == deadline
