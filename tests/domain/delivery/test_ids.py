"""Names of messages are text: longer than any number, in two bases, with zeros and in any case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.ids import IdRule, plain, same_id, twins

NAMES = st.one_of(
    st.text(max_size=70), st.text("0123456789abcdefABCDEF-", max_size=70), st.integers(0, 2**80).map(str)
)


@pytest.mark.parametrize(
    ("answered", "reported", "rule", "same"),
    [
        ("38601fa", "0059113978", IdRule.ANSWER_HEX, True),
        ("59113978", "38601FA", IdRule.ANSWER_DECIMAL, True),
        ("38601fa", "59113978", IdRule.ANSWER_DECIMAL, False),
        ("38601fa", "59113978", IdRule.PLAIN, False),
        ("0000436949", "436949", IdRule.PLAIN, True),
        ("2E179B310EDE971B", "2e179b310ede971b", IdRule.PLAIN, True),
        ("2E17", "2e17", IdRule.EXACT, False),
        ("ffffffffffffffffffff", "1208925819614629174706175", IdRule.ANSWER_HEX, True),
        ("", "", IdRule.EITHER, False),
        ("bc59b8aa-2fd2", "bc59b8aa-2fd3", IdRule.EITHER, False),
    ],
)
def test_the_same_name(answered, reported, rule, same):
    assert same_id(answered, reported, rule) is same


@given(NAMES, NAMES, st.sampled_from(IdRule))
def test_what_is_the_same_can_be_looked_up(answered, reported, rule):
    assert not same_id(answered, reported, rule) or {answered, plain(answered)} & set(twins(reported, rule))


@given(st.integers(1, 2**90), st.integers(0, 20))
def test_both_bases_and_zeros_find_each_other(number, zeros):
    decimal, hexadecimal = "0" * zeros + str(number), "0" * zeros + format(number, "X")
    assert same_id(hexadecimal, decimal, IdRule.ANSWER_HEX)
    assert same_id(decimal, hexadecimal, IdRule.ANSWER_DECIMAL)
    assert same_id(decimal, hexadecimal, IdRule.EITHER)


@given(NAMES)
def test_a_name_is_itself_and_its_plain_form_is_final(name):
    assert same_id(name, name, IdRule.EXACT) is bool(name)
    assert plain(plain(name)) == plain(name)
