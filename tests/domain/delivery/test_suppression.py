"""STOP, STOP ALL and wrong numbers: which texts still leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.suppression import Scope, covers, reason_not_to_send
from tekstari.domain.people import Purpose

STOP, ALL, NUMBER = Scope.MARKETING, Scope.ALL, Scope.NUMBER


@pytest.mark.parametrize(
    ("scope", "stopped"),
    [
        (STOP, {Purpose.MARKETING, Purpose.SURVEY}),
        (ALL, {Purpose.MARKETING, Purpose.SURVEY, Purpose.ORDER, Purpose.SERVICE}),
        (NUMBER, set(Purpose)),
    ],
)
def test_a_stop_covers_exactly_what_it_says(scope, stopped):
    assert {purpose for purpose in Purpose if covers(scope, purpose)} == stopped


@pytest.mark.parametrize(
    ("purpose", "scopes", "reason"),
    [
        (Purpose.MARKETING, {STOP}, "opted_out"),
        (Purpose.MARKETING, {STOP, ALL}, "opted_out_all"),
        (Purpose.MARKETING, {STOP, ALL, NUMBER}, "wrong_number"),
        (Purpose.ORDER, {STOP}, None),
        (Purpose.ORDER, {STOP, ALL}, "opted_out_all"),
        (Purpose.CODE, {STOP, ALL}, None),
        (Purpose.CODE, {NUMBER}, "wrong_number"),
        (Purpose.SERVICE, set(), None),
    ],
)
def test_the_widest_reason_is_given(purpose, scopes, reason):
    assert reason_not_to_send(purpose, frozenset(scopes)) == reason


scope_sets = st.frozensets(st.sampled_from(Scope))


@given(st.sampled_from(Purpose), scope_sets, scope_sets)
def test_one_more_stop_never_lets_a_text_through(purpose, scopes, more):
    if reason_not_to_send(purpose, scopes):
        assert reason_not_to_send(purpose, scopes | more)
