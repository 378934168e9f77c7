"""A channel's pattern finds what `re` finds, in a time that `re` does not promise."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.reading.forms import FIELDS, Form, form
from tekstari.domain.delivery.reading.matching import matched
from tekstari.domain.delivery.reading.syntax import BadPattern, program

ATOMS = ["a", "b", ".", r"\d", r"\w", "[ab]", "[^a]", "[a-c1]", r"\.", "-", r"\s", "^", "$", r"\b"]
PATTERNS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.tuples(inner, inner).map("(?:{0[0]}|{0[1]})".format),
    ),
    max_leaves=8,
)
REPEATS = st.sampled_from(["", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{1,}"])
NAMES = {"id", "x", "w", "a", "b"} | FIELDS
TEXTS = st.text("abc1-. \n", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(ATOMS[:11]), REPEATS), max_size=5), PATTERNS, TEXTS)
def test_the_groups_are_those_that_re_finds(pieces, rest, text):
    first = "".join(atom + repeat for atom, repeat in pieces)
    pattern = f"(?P<id>{first})(?P<text>{rest})"
    expected = re.search(pattern, text)
    assert matched(program(pattern), text) == (expected and expected.groupdict())


@pytest.mark.parametrize("pattern", [r"(?P<id>(a+)+)$", r"(?P<id>(a|aa)*)b", r"(?P<id>.*.*.*.*.*.*)=$"])
def test_a_pattern_that_hangs_others_ends_here(pattern):
    assert form(pattern).quick is None
    assert form(pattern).fields("a" * 999 + "!") is None


@pytest.mark.parametrize(
    "pattern",
    [
        "{id},{submit},{_},{stat}",
        "id:{id} sub:{sub} stat:{stat} text:{text}",
        r"^(?P<id>\d+),(?P<stat>[A-Z]{2,8})(,(?P<err>\w*))?$",
        r"(?i)id:(?P<id>[^ ]+) stat:(?P<stat>\w+)(?P<text>\W.*)?",
    ],
)
def test_a_pattern_with_one_way_to_go_is_quick(pattern):
    assert form(pattern).quick is not None


@given(st.lists(st.tuples(st.sampled_from(ATOMS[:11]), REPEATS), max_size=5), TEXTS)
def test_quick_and_slow_find_the_same(pieces, text):
    found = form("(?P<id>" + "".join(atom + repeat for atom, repeat in pieces) + ")")
    assert found.fields(text) == Form(found.written, found.program, None).fields(text)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?P<id>a", "pattern.brackets"),
        ("(?P<id>a))", "pattern.brackets"),
        ("(?P<id>(?=a))", "pattern.group"),
        (r"(?P<id>a)(?P=id)", "pattern.group"),
        (r"(?P<id>a)\1", "pattern.escape"),
        ("(?P<id>*)", "pattern.repeat"),
        ("(?P<id>a**)", "pattern.repeat"),
        ("(?P<id>a{5,2})", "pattern.repeat"),
        ("(?P<id>[z-a])", "pattern.range"),
        ("(?P<id>[a", "pattern.ends"),
        ("(?P<id>((a{100}){100}){100})", "pattern.too_long"),
        ("(?P<id>" + "(" * 400, "pattern.too_long"),
        ("(?P<id>" + "a" * 500, "pattern.too_long"),
        ("(?:a)", "pattern.no_field"),
        ("{id},{name}", "pattern.field"),
        ("{id}{stat}", "pattern.field"),
        ("", "pattern.no_field"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern, reason):
    with pytest.raises(BadPattern) as refused:
        form(pattern)
    assert refused.value.reason == reason


@given(st.text("(?P<id>)[]{}*+?|\\^$.,-ab01xw", max_size=40))
def test_any_pattern_is_taken_or_refused(pattern):
    found = None
    with suppress(BadPattern):
        found = form(pattern)
    assert found is None or (found.fields("id:7") or {}).keys() <= NAMES


def test_case_means_nothing_when_the_pattern_says_so():
    assert form(r"(?i)stat:(?P<stat>[a-z]+)").fields("STAT:Delivrd") == {"stat": "Delivrd"}


def test_the_plain_form_takes_the_rest_of_the_line_last():
    read = form("RCPT {id} ({stat}): {text}").fields("RCPT  77 (OK): Hei, Åsa (3)")
    assert read == {"id": "77", "stat": "OK", "text": "Hei, Åsa (3)"}
    assert form("{id};{stat}").fields("77") is None
