"""Conditions answer yes, no or "cannot tell", and never guess."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.automations.conditions import COMPARISONS, AllOf, AnyOf, Compare, Not, judge
from tekstari.domain.happened import Happened, Situation

VALUES = {"total": "1 250,50", "colour": "Red", "words": "many", "count": 3}
SEEN = Situation((Happened("1", "order.placed", datetime(2026, 11, 20, tzinfo=UTC), data=VALUES),), None)

leaves = st.builds(
    Compare,
    st.sampled_from([*VALUES, "missing"]),
    st.sampled_from(sorted(COMPARISONS)),
    st.sampled_from(["3", "red", "1000", "no", "yes", ""]),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(conditions)
def test_not_not_is_the_same(condition):
    assert judge(Not(Not(condition)), SEEN) == judge(condition, SEEN)


@given(st.lists(conditions, max_size=3).map(tuple))
def test_all_is_not_any_not(parts):
    other = Not(AnyOf(tuple(Not(part) for part in parts)))
    assert judge(AllOf(parts), SEEN).holds is judge(other, SEEN).holds


@given(conditions)
def test_the_deciding_line_comes_first(condition):
    verdict = judge(condition, SEEN)
    if isinstance(condition, Compare):
        assert verdict.trace[0].holds is verdict.holds


@pytest.mark.parametrize(
    ("name", "how", "to", "holds"),
    [
        ("total", "over", "1000", True),
        ("total", "is", "1250.5", True),
        ("total", "under", "1000", False),
        ("total", "at_least", "1250,50", True),
        ("count", "at_most", "2", False),
        ("words", "over", "1000", None),
        ("colour", "is", " RED ", True),
        ("colour", "is_not", "blue", True),
        ("colour", "contains", "e", True),
        ("missing", "is", "red", None),
        ("missing", "is_not", "red", None),
        ("missing", "known", "yes", False),
        ("missing", "known", "no", True),
    ],
)
def test_comparing(name, how, to, holds):
    assert judge(Compare(name, how, to), SEEN).holds is holds
