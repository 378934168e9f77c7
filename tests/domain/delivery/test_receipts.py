"""Receipts as operators really write them, and everything else that may come in their place."""

import csv
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.delivery.ids import IdRule, same_id
from tekstari.domain.delivery.reading.forms import form
from tekstari.domain.delivery.reading.times import TwelveDigits
from tekstari.domain.delivery.receipts import (
    MESSAGE_STATE,
    NETWORK_ERROR_CODE,
    RECEIPTED_MESSAGE_ID,
    ReceiptPattern,
    ReceiptState,
    is_receipt,
    read_receipt,
)
from tekstari.domain.delivery.states import Report

COLLECTED = Path(os.environ.get("TEKSTARI_TEST_DATA", "nowhere")) / "receipts.csv"
HELSINKI = ZoneInfo("Europe/Helsinki")
OWN_STATES = {"67": {"0": ReceiptState.DELIVERED}}  # by what its operator's manual says of 0

# What a receipt is made of, so that nonsense comes close to sense.
PIECES = st.sampled_from(
    ["id:", "ID: ", "stat:", "DELIVRD", "text:", "err:", "done date:", "submit  date:", "\0", " ", "000"]
    + ["2611210905", "261121090507", "id", ":", "sub:", ",", "ä", "\ud800", "٣", "2026-11-21 09:05"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))
TAGS = st.sampled_from([RECEIPTED_MESSAGE_ID, MESSAGE_STATE, NETWORK_ERROR_CODE, 0x1403])


def collected():
    if not COLLECTED.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason="no TEKSTARI_TEST_DATA with receipts.csv"))]
    with COLLECTED.open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["n"]) for row in csv.DictReader(file)]


def unescaped(written):
    return written.encode("latin-1").decode("unicode_escape")


def tlvs_of(row):
    tlvs = {}
    if row["tlv_receipted_message_id"]:
        tlvs[RECEIPTED_MESSAGE_ID] = row["tlv_receipted_message_id"].encode() + b"\0"
    if row["tlv_message_state"]:
        tlvs[MESSAGE_STATE] = bytes([int(row["tlv_message_state"])])
    return tlvs


@pytest.mark.parametrize("row", collected())
def test_a_receipt_of_the_wild_is_read_as_its_operator_meant(row):
    raw, text = (unescaped(row[column]) for column in ("raw", "exp_text"))
    read = read_receipt(raw, tlvs_of(row), ReceiptPattern(states=OWN_STATES.get(row["n"], {})))
    if row["is_receipt"] == "unparsed":
        assert read is None
        return
    assert read.raw == raw
    # 43: the TLV and the text write the same name in two ways, and the TLV is believed.
    expected = row["tlv_receipted_message_id"] or row["exp_id"]
    assert read.provider_id == expected
    assert row["exp_id"] in (*read.ids, "") or same_id(read.provider_id, row["exp_id"], IdRule.EITHER)
    assert (read.state, read.state_word) == (row["exp_state"], row["exp_stat"])
    assert (read.error, read.text) == (row["exp_err"], text)
    assert (read.done.iso() if read.done else "") == row["exp_done_iso"]


@pytest.mark.skipif(not COLLECTED.is_file(), reason="no TEKSTARI_TEST_DATA with receipts.csv")
def test_all_fifty_are_there():
    assert len(collected()) == 50


@given(TEXTS, st.dictionaries(TAGS, st.binary(max_size=8)))
def test_no_text_and_no_tlv_makes_reading_fail(text, tlvs):
    read = read_receipt(text, tlvs)
    assert read is None or read.raw == text


@given(TEXTS, st.sampled_from(["{id},{stat}", "{done} {_} {id}", "(?P<id>.+):(?P<done>.*)"]))
def test_no_text_makes_a_channels_own_pattern_fail(text, written):
    read = read_receipt(text, {}, ReceiptPattern(form=form(written), zone=HELSINKI))
    assert read is None or read.raw == text


@given(st.integers(0, 255), TEXTS)
def test_only_the_operator_can_make_a_receipt(esm_class, text):
    assert is_receipt(esm_class, {RECEIPTED_MESSAGE_ID: b"1"})
    assert is_receipt(esm_class, {MESSAGE_STATE: b"\2"})
    assert is_receipt(esm_class, {}) == ((esm_class >> 2) % 16 in (1, 8))


def test_a_handset_that_writes_like_an_operator_is_a_person():
    assert not is_receipt(0x00, {0x0204: b"\0\1"})
    assert not is_receipt(0x40, {})  # a long text, with a header
    assert not is_receipt(0x10, {})  # an acknowledgement written by the handset


@pytest.mark.parametrize(
    ("stat", "state", "report"),
    [
        ("DELIVRD", "delivered", Report.ARRIVED),
        ("delivrd", "delivered", Report.ARRIVED),
        ("FAILED", "failed", Report.NOT_ARRIVED),
        ("UNDELIV", "failed", Report.NOT_ARRIVED),
        ("EXPIRED", "expired", Report.NOT_ARRIVED),
        ("Deleted", "deleted", Report.NOT_ARRIVED),
        ("REJECTD", "rejected", Report.NOT_ARRIVED),
        ("ACCEPTD", "accepted", Report.ACCEPTED),
        ("ENROUTE", "enroute", Report.ACCEPTED),
        ("UNKNOWN", "unknown", None),
        ("NONSENSE", "unknown", None),
    ],
)
def test_states_in_five_to_eight_letters_of_any_case(stat, state, report):
    read = read_receipt(f"id:7 stat:{stat} err:000")
    assert (read.state, read.state_word, read.report) == (state, stat, report)


def test_the_tlvs_win_and_the_difference_is_told():
    tlvs = {RECEIPTED_MESSAGE_ID: b"6000\0", MESSAGE_STATE: b"\2", NETWORK_ERROR_CODE: b"\3\0\x1b"}
    read = read_receipt("id:5000 stat:UNDELIV", tlvs)
    assert (read.provider_id, read.ids) == ("6000", ("6000", "5000"))
    assert (read.state, read.error, read.disagrees) == ("delivered", "027", True)
    assert not read_receipt("id:0059113978 stat:DELIVRD", {RECEIPTED_MESSAGE_ID: b"38601fa"}).disagrees


def test_a_text_that_looks_like_a_state_proves_nothing():
    read = read_receipt("id:7 stat:UNDELIV err:001 text:id:8 stat:DELIVRD")
    assert (read.ids, read.state, read.text) == (("7",), "failed", "id:8 stat:DELIVRD")


def test_spaces_and_nuls_do_not_matter():
    read = read_receipt(" id: 7   sub: 001 submit  date: 2611210905  stat:  DELIVRD\0  err: 000\0")
    assert (read.provider_id, read.state_word, read.error) == ("7", "DELIVRD", "000")
    assert read.submitted.iso() == "2026-11-21T09:05"
    twice = "\0".join("\0id:7 stat:DELIVRD")  # two bytes a letter, read as one
    assert read_receipt(twice).provider_id == "7"


def test_times_are_on_the_wall_of_the_channels_zone():
    text = "id:7 submit date:2610250230 done date:261025043000 stat:DELIVRD"
    read = read_receipt(text, {}, ReceiptPattern(zone=HELSINKI))
    assert read.submitted.iso() == "2026-10-25T02:30+03:00"
    assert read.done.iso() == "2026-10-25T04:30:00+02:00"  # the clocks were turned in between
    assert read.done_at == read.done.at
    assert read_receipt(text).done.iso() == "2026-10-25T04:30:00"
    assert read_receipt(text).done_at is None


def test_a_receipt_with_its_own_offset_needs_no_zone():
    read = read_receipt("id:7 done date:261121090507012+ stat:DELIVRD")
    assert read.done.iso() == "2026-11-21T09:05:07+03:00"
    read = read_receipt("id:7 done date:2026-11-21 09:05:07+02:00 stat:DELIVRD")
    assert read.done.iso() == "2026-11-21T09:05:07+02:00"


def test_twelve_digits_are_told_apart_by_the_channel():
    text = "id:7 done date:200101010030 stat:DELIVRD"
    said = {kind: read_receipt(text, {}, ReceiptPattern(twelve_digits=kind)).done for kind in TwelveDigits}
    assert said[TwelveDigits.GUESS] is None
    assert said[TwelveDigits.SECONDS].iso() == "2020-01-01T01:00:30"
    assert said[TwelveDigits.CENTURY].iso() == "2001-01-01T00:30"


def test_a_channel_with_commas_and_its_own_states():
    own = ReceiptPattern(form=form("{stat},{done},{submit},{_},{id}"), states={"00": ReceiptState.DELIVERED})
    read = read_receipt("00,0210021543,0210021500,,4478", {}, own)
    assert (read.provider_id, read.state, read.state_word) == ("4478", "delivered", "00")
    assert (read.submitted.iso(), read.done.iso()) == ("2002-10-02T15:00", "2002-10-02T15:43")
    usual = read_receipt("id:9 stat:REJECTD err:00B", {}, own)  # it can still write as others do
    assert (usual.provider_id, usual.state, usual.error) == ("9", "rejected", "00B")
