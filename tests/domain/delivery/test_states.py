"""A message never moves backwards, whatever we are told and in whatever order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.states import CAN_BE_WITHDRAWN, FINAL, NEXT, Report, State, after

WAITING = {
    State.SCHEDULED,
    State.HELD,
    State.APPROVAL,
    State.QUEUED,
    State.SENDING,
    State.RETRYING,
}
RANK = (
    dict.fromkeys(WAITING, 0)
    | {State.IN_DOUBT: 1, State.SENT: 2, State.UNKNOWN: 3, State.PARTLY_DELIVERED: 4}
    | dict.fromkeys(FINAL, 5)
)


def life(state, *reports):
    for report in reports:
        state = after(state, report)
    return state


def test_every_state_has_a_row_and_a_rank():
    assert set(NEXT) == set(State) == set(RANK)


def test_every_report_means_something_somewhere():
    assert {report for reports in NEXT.values() for report in reports} == set(Report)


def test_every_state_can_be_reached():
    reached = {state for reports in NEXT.values() for state in reports.values()}
    assert set(State) - reached == {State.APPROVAL}  # where a message may begin


@given(st.sampled_from(State), st.lists(st.sampled_from(Report)))
def test_nothing_moves_backwards_but_what_a_person_sends_again(state, reports):
    for report in reports:
        was, state = state, after(state, report)
        assert RANK[state] >= RANK[was] or (was, report) == (State.IN_DOUBT, Report.RESENT)


@given(st.sampled_from(sorted(FINAL)), st.lists(st.sampled_from(Report)))
def test_a_final_state_never_becomes_anything_else(state, reports):
    assert life(state, *reports) is state


@given(st.sampled_from(State), st.sampled_from(Report))
def test_the_same_report_twice_is_the_report_once(state, report):
    once = after(state, report)
    assert after(once, report) is once


def test_only_what_has_not_left_can_be_stopped():
    assert CAN_BE_WITHDRAWN | {State.SENDING} == WAITING
    assert State.SENDING not in CAN_BE_WITHDRAWN


def test_the_usual_life():
    usual = (Report.DUE, Report.CLAIMED, Report.ACCEPTED, Report.ARRIVED)
    assert life(State.SCHEDULED, *usual) is State.DELIVERED


def test_a_receipt_may_overtake_the_answer():
    assert life(State.SENDING, Report.ARRIVED, Report.ACCEPTED) is State.DELIVERED
    assert life(State.SENDING, Report.NOT_ARRIVED, Report.ACCEPTED) is State.FAILED


def test_no_receipt_is_not_the_end():
    assert life(State.SENT, Report.NO_RECEIPT, Report.ARRIVED) is State.DELIVERED


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (Report.ACCEPTED, State.SENT),
        (Report.ARRIVED, State.DELIVERED),
        (Report.NOT_ARRIVED, State.FAILED),
        (Report.RESENT, State.QUEUED),
        (Report.DUE, State.IN_DOUBT),
        (Report.CLAIMED, State.IN_DOUBT),
        (Report.NO_RECEIPT, State.IN_DOUBT),
        (Report.TOO_LATE, State.IN_DOUBT),
    ],
)
def test_what_is_in_doubt_is_never_sent_again_by_itself(report, state):
    assert after(State.IN_DOUBT, report) is state


def test_a_copy_waiting_to_be_sent_again_stops_when_the_first_arrives():
    assert life(State.IN_DOUBT, Report.RESENT, Report.ARRIVED, Report.CLAIMED) is State.DELIVERED
