"""When to bind again: growing, jittered, long after a refusal, and never too often."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.channels.smpp.pauses import BindCap, Ending, PauseConfig, Pauses, ending_of_refusal

NEVER_FULL = 10_000


def pauses(chance: float = 1.0, per_hour: int = NEVER_FULL) -> Pauses:
    return Pauses(PauseConfig(), BindCap(per_hour), lambda: chance)


def test_case_23_a_link_that_ends_young_waits_longer_each_time() -> None:
    link = pauses()
    waits = [link.after(Ending.LOST, 0.1, 0.0) for _ in range(100)]
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert max(waits) == 60


def test_a_link_that_stood_begins_anew() -> None:
    link = pauses()
    for _ in range(5):
        link.after(Ending.LOST, 0.1, 0.0)
    assert link.after(Ending.LOST, 3600.0, 0.0) == 1


def test_an_operator_that_patches_is_rebound_at_once_but_not_in_a_hot_loop() -> None:
    link = pauses()
    assert link.after(Ending.UNBOUND, 3600.0, 0.0) == 0
    assert [link.after(Ending.UNBOUND, 0.1, 0.0) for _ in range(3)] == [2, 4, 8]


@pytest.mark.parametrize("status", [0x05, 0x0D, 0x0E, 0x0F, 0x53])
def test_case_22_a_refused_name_or_password_waits_long_from_the_first(status: int) -> None:
    link = pauses()
    waits = [link.after(ending_of_refusal(status), 0.0, 0.0) for _ in range(8)]
    assert waits == [60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_another_refusal_is_tried_again_soon() -> None:
    assert pauses().after(ending_of_refusal(0x08), 0.0, 0.0) == 1


@given(st.floats(0, 1), st.integers(0, 60))
def test_chance_shortens_a_pause_by_half_at_most(chance: float, young: int) -> None:
    sure, jittered = pauses(1.0), pauses(chance)
    for _ in range(young):
        sure.after(Ending.LOST, 0.0, 0.0)
        jittered.after(Ending.LOST, 0.0, 0.0)
    longest = sure.after(Ending.LOST, 0.0, 0.0)
    assert longest / 2 <= jittered.after(Ending.LOST, 0.0, 0.0) <= longest


@given(st.lists(st.sampled_from(Ending), min_size=1, max_size=80), st.integers(1, 10))
def test_case_22_no_hour_has_more_binds_than_allowed(endings: list[Ending], per_hour: int) -> None:
    cap = BindCap(per_hour)
    link = Pauses(PauseConfig(first=timedelta(0)), cap, lambda: 0.0)
    now, binds = 0.0, []
    for ending in endings:
        now += cap.wait(now)
        cap.take(now)
        binds.append(now)
        now += link.after(ending, 0.0, now)
    for start in binds:
        assert sum(start <= at < start + 3600 for at in binds) <= per_hour
