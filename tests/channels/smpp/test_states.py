"""The whole state table: every state with every signal, and what each state may hear."""

from itertools import product

import pytest

from tekstari.channels.smpp.states import BOUND, HEARS, NEXT, Impossible, Signal, State, after
from tekstari.channels.smpp.wire.commands import BY_ID, RESPONSE, EnquireLink, Unbind, UnbindResp

# Written out by hand, as a second opinion of the table.
TABLE = """
            connected taken_trx taken_tx taken_rx refused leave     told_to_leave drained   unbound lost
closed      binding   -         -        -        -       over      -             -         -       over
binding     -         bound_trx bound_tx bound_rx over    over      parting       -         -       over
bound_trx   -         -         -        -        -       leaving   parting       -         -       over
bound_tx    -         -         -        -        -       leaving   parting       -         -       over
bound_rx    -         -         -        -        -       leaving   parting       -         -       over
leaving     -         -         -        -        -       -         parting       unbinding -       over
unbinding   -         -         -        -        -       -         parting       -         over    over
parting     -         -         -        -        -       -         -             over      over    over
over        -         -         -        -        -       -         -             -         -       -
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
EXPECTED = {(row[0], signal): to for row in ROWS for signal, to in zip(HEAD, row[1:], strict=True)}


def test_the_table_here_is_whole() -> None:
    assert set(EXPECTED) == {(str(state), str(signal)) for state, signal in product(State, Signal)}


@pytest.mark.parametrize(("state", "signal"), list(product(State, Signal)))
def test_every_signal_in_every_state(state: State, signal: Signal) -> None:
    expected = EXPECTED[state, signal]
    if expected == "-":
        with pytest.raises(Impossible):
            after(state, signal)
    else:
        assert after(state, signal) == expected


def test_a_link_can_be_lost_in_every_state_but_the_last() -> None:
    assert {state for state in State if Signal.LOST in NEXT[state]} == set(State) - {State.OVER}


def test_every_living_state_answers_enquire_link_and_agrees_to_unbind() -> None:
    living = set(State) - {State.CLOSED, State.OVER}
    assert {state for state in State if {EnquireLink, Unbind} <= HEARS[state]} == living


def test_no_bind_is_heard_twice_and_no_unbind_resp_before_an_unbind() -> None:
    binds = {BY_ID[code | RESPONSE] for code in (1, 2, 9)}
    assert all(not binds & HEARS[state] for state in BOUND)
    assert {state for state in State if UnbindResp in HEARS[state]} == {State.UNBINDING, State.PARTING}
