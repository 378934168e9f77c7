"""A message is as far as its last part, and never moves back, however the receipts come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.rollup import RANK, Rollup, part_after, rolled_up
from tekstari.domain.delivery.states import FINAL, Report, State

RECEIPTS = st.sampled_from([Report.ARRIVED, Report.NOT_ARRIVED, Report.ACCEPTED, Report.NO_RECEIPT])
NEWS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Report)), max_size=25)


@pytest.mark.parametrize(
    ("parts", "state", "reason", "deciding"),
    [
        ("delivered delivered", "delivered", "parts.all_arrived", (1, 2)),
        ("delivered failed", "partly_delivered", "parts.some_missing", (2,)),
        ("failed failed", "failed", "parts.none_arrived", (1, 2)),
        ("delivered sent failed", "sent", "parts.sent", (2,)),
        ("delivered unknown", "unknown", "parts.no_receipt", (2,)),
        ("sent in_doubt", "in_doubt", "parts.in_doubt", (2,)),
        ("sent retrying sent", "retrying", "parts.waiting", (2,)),
        ("sent queued", "sending", "parts.waiting", (2,)),
        ("queued queued", "queued", "parts.waiting", (1, 2)),
        ("expired expired", "expired", "parts.not_sent", (1, 2)),
        ("failed cancelled", "failed", "parts.none_arrived", (1, 2)),
        ("delivered cancelled", "partly_delivered", "parts.some_missing", (2,)),
    ],
)
def test_the_parts_decide(parts, state, reason, deciding):
    told = rolled_up(State.QUEUED, [State(part) for part in parts.split()])
    assert told == Rollup(State(state), reason, deciding)


@given(NEWS, st.integers(1, 3))
def test_a_message_never_moves_back(news, count):
    was, parts = State.QUEUED, [State.QUEUED] * count
    resent = False
    for part, report in news:
        # Sending again is a person's word about the whole message, not news of a part.
        resent = resent or report is Report.RESENT
        if report is Report.RESENT:
            continue
        parts[part % count] = part_after(parts[part % count], report)
        now = rolled_up(was, parts).state
        assert RANK[now] >= RANK[was]
        assert was not in FINAL or now is was
        was = now


@given(st.permutations([(part, Report.ARRIVED) for part in range(3)] * 2), st.lists(RECEIPTS, max_size=6))
def test_when_every_part_has_arrived_the_message_has(news, others):
    was, parts = State.SENT, [State.SENT] * 3
    for (part, report), other in zip(news, others + [Report.ACCEPTED] * 6, strict=False):
        for heard in (report, other):
            parts[part] = part_after(parts[part], heard)
            was = rolled_up(was, parts).state
    assert was is State.DELIVERED
    assert parts == [State.DELIVERED] * 3


def test_a_message_without_parts_is_not_delivered_by_that():
    assert rolled_up(State.SENDING, []).state is State.SENDING


def test_a_part_that_was_lost_turns_up():
    was = rolled_up(State.SENT, [State.DELIVERED, State.FAILED]).state
    parts = [State.DELIVERED, part_after(State.FAILED, Report.ARRIVED)]
    assert rolled_up(was, parts).state is State.DELIVERED


def test_delivered_and_then_expired_stays_delivered():
    assert part_after(State.DELIVERED, Report.NOT_ARRIVED) is State.DELIVERED
    told = rolled_up(State.DELIVERED, [State.SENT])
    assert told == Rollup(State.DELIVERED, "parts.before", (1,))


def test_what_the_operator_took_is_not_delivered():
    assert part_after(State.SENT, Report.ACCEPTED) is State.SENT
    assert part_after(State.IN_DOUBT, Report.ACCEPTED) is State.SENT
