"""The quick reading of the usual receipt is the careful one."""

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.reading import fields

WORDS = st.sampled_from(["7", "0x-A", "id:8", "text:", "DELIVRD", "a:b", ":", "stat:X", "IMSI:", "ä"])
DATES = st.sampled_from(["2611210905", "0", "261121090507"])
ENDS = st.lists(st.sampled_from([" ", "stat:", "text:", "id:9", "\n", "Hei", ","])).map("".join)


@given(st.lists(WORDS, min_size=5, max_size=5), DATES, DATES, ENDS)
def test_both_ways_of_reading_say_the_same(words, submit, done, text):
    id, sub, dlvrd, stat, err = words
    receipt = (
        f"id:{id} sub:{sub} dlvrd:{dlvrd} submit date:{submit} done date:{done}"
        f" stat:{stat} err:{err} text:{text}"
    )
    quickly = fields.fields(receipt)
    with patch.object(fields, "USUAL", fields.DAY_APART):  # a pattern that fits no receipt
        assert quickly == fields.fields(receipt)
