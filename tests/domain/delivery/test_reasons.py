"""Every code has a meaning and every meaning three sentences."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tekstari.domain.delivery import doubt, rollup
from tekstari.domain.delivery.reasons import (
    COMMAND_STATUS,
    GSM_ERRORS,
    STATES,
    TELIA,
    cause,
    why_not_delivered,
)
from tekstari.domain.delivery.receipts import NETWORK_ERROR_CODE, read_receipt
from tekstari.domain.delivery.sentences import SENTENCES

READING = Path(doubt.__file__).parent / "reading"


def known_reasons():
    causes = {told.reason for told in (*COMMAND_STATUS.values(), *TELIA.values(), cause(0x9999))}
    choices = {choice.reason for row in doubt.CHOICES.values() for choice in row.values()}
    found = {f"doubt.{found}" for found in doubt.Found}
    parts = {*rollup.REASONS.values(), "parts.before"}
    files = "".join(file.read_text(encoding="utf-8") for file in READING.glob("*.py"))
    patterns = set(re.findall(r'BadPattern\("([a-z_.]+)"', files))
    return causes | choices | found | parts | patterns | {*GSM_ERRORS.values(), *STATES.values()}


def test_every_reason_has_its_sentences_and_every_sentence_a_reason():
    assert known_reasons() == set(SENTENCES)


@pytest.mark.parametrize("reason", SENTENCES)
def test_the_three_sentences_say_the_same_with_the_same_values(reason):
    values = [re.findall(r"\{\w+\}", sentence) for sentence in SENTENCES[reason]]
    assert values[0] == values[1] == values[2]
    assert len(set(SENTENCES[reason])) == 3
    assert all(sentence.endswith(".") for sentence in SENTENCES[reason])


@pytest.mark.parametrize("status", [0x01, 0x0A, 0x0B, 0x410, 0x412, 0xABCD])
def test_what_will_not_change_is_not_tried_again(status):
    assert cause(status, TELIA).is_final


def test_a_slow_operator_stops_the_channel_and_a_full_queue_only_its_number():
    throttled, full = cause(0x58), cause(0x14)
    assert (throttled.is_final, full.is_final) == (False, False)
    assert throttled.channel_pause > timedelta(0)
    assert full.channel_pause == timedelta(0)


def test_a_refused_log_in_backs_off_long():
    assert {cause(status).channel_pause for status in (0x0D, 0x0E, 0x0F)} == {timedelta(minutes=15)}


def test_every_code_of_the_specification_is_known():
    gaps = {0x00, 0x09, 0x10, 0x12}  # OK, and three that it reserves
    assert set(range(0x16)) - gaps <= set(COMMAND_STATUS)


def test_why_a_text_did_not_arrive():
    read = read_receipt("id:1 stat:UNDELIV err:001")
    assert why_not_delivered(read) == "operator.not_delivered"  # err is the operator's own number
    assert why_not_delivered(read, GSM_ERRORS_AS_TEXT) == "operator.number_not_in_use"
    network = read_receipt("id:1 stat:UNDELIV", {NETWORK_ERROR_CODE: b"\3\0\x06"})
    assert why_not_delivered(network) == "operator.phone_unreachable"
    assert why_not_delivered(read_receipt("id:1 stat:EXPIRED")) == "operator.expired"
    assert why_not_delivered(read_receipt("id:1 stat:DELIVRD err:001")) is None


GSM_ERRORS_AS_TEXT = {str(code): reason for code, reason in GSM_ERRORS.items()}
