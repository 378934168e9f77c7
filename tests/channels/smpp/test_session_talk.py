"""One bind that stands: submits, their numbers and answers, and deliveries."""

import pytest

from tekstari.channels.smpp.deliveries import NotWaiting
from tekstari.channels.smpp.events import (
    Alerted,
    Answered,
    Delivered,
    Fate,
    Malformed,
    Nacked,
    Unexpected,
)
from tekstari.channels.smpp.pdu import encode
from tekstari.channels.smpp.session import NotNow
from tekstari.channels.smpp.states import Mode, State
from tekstari.channels.smpp.wire.commands import (
    AlertNotification,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    GenericNack,
    QuerySm,
    QuerySmResp,
    SubmitSm,
    SubmitSmResp,
)
from tekstari.channels.smpp.wire.fields import BadField
from tests.channels.smpp.bound import HELLO, Pair, bound


class TestSubmitting:
    def test_an_answer_names_its_submit_and_the_message(self) -> None:
        pair = bound()
        (sequence,) = pair.submit("text")
        assert pair.heard() == [SubmitSm(sequence, 0, (), *_body(HELLO))]
        pair.now += 0.25
        (event,) = pair.say(SubmitSmResp(sequence, message_id="m1"))
        assert event == Answered("text", Fate.TAKEN, 0, "m1", 0.25, pdu=event.pdu)

    def test_case_8_answers_in_reverse_order_find_their_submits(self) -> None:
        pair = bound()
        sequences = pair.submit(*"abcdefghij")
        events = pair.say(*(SubmitSmResp(s, message_id=f"m{s}") for s in reversed(sequences)))
        assert [event.submit for event in events] == list("jihgfedcba")
        assert {event.submit: event.message_id for event in events} == {
            name: f"m{s}" for name, s in zip("abcdefghij", sequences, strict=True)
        }

    def test_case_9_an_answer_nobody_waits_for_is_told_and_the_link_kept(self) -> None:
        pair = bound()
        pair.submit("a")
        assert pair.say(SubmitSmResp(99, message_id="m")) == [Unexpected(0x80000004, 99, 0)]
        assert (pair.session.in_flight, pair.session.state) == (1, State.BOUND_TRX)

    def test_case_10_the_second_answer_changes_nothing(self) -> None:
        pair = bound()
        (sequence,) = pair.submit("a")
        first, second = pair.say(
            SubmitSmResp(sequence, message_id="m1"), SubmitSmResp(sequence, message_id="m2")
        )
        assert (first.submit, first.message_id) == ("a", "m1")
        assert second == Unexpected(0x80000004, sequence, 0)

    def test_an_answer_of_another_kind_is_not_the_answer(self) -> None:
        pair = bound()
        (sequence,) = pair.submit("a")
        assert pair.say(DataSmResp(sequence, message_id="m")) == [Unexpected(0x80000103, sequence, 0)]
        assert pair.session.in_flight == 1

    @pytest.mark.parametrize(
        ("status", "fate"),
        [
            (0x58, Fate.THROTTLED),
            (0x14, Fate.QUEUE_FULL),
            (0x0B, Fate.REFUSED),
            (0x01, Fate.REFUSED),
            (0x08, Fate.REFUSED),
            (0x410, Fate.REFUSED),
            (0x412, Fate.REFUSED),
        ],
    )
    def test_cases_11_to_16_a_refusal_tells_the_fate_of_that_one_submit(
        self, status: int, fate: Fate
    ) -> None:
        pair = bound()
        sequences = pair.submit("a", "b", "c")
        (event,) = pair.say(SubmitSmResp(sequences[1], status))
        assert (event.submit, event.fate, event.status, event.message_id) == ("b", fate, status, None)
        taken = pair.say(*(SubmitSmResp(s, message_id="m") for s in (sequences[0], sequences[2])))
        assert [e.fate for e in taken] == [Fate.TAKEN, Fate.TAKEN]

    def test_throttled_quiets_the_bind_for_a_while_and_a_full_queue_does_not(self) -> None:
        pair = bound()
        full, throttled = pair.submit("a", "b")
        pair.say(SubmitSmResp(full, 0x14))
        assert pair.session.room(pair.now) == 9
        pair.say(SubmitSmResp(throttled, 0x58))
        assert pair.session.room(pair.now) == 0
        assert pair.session.next_deadline == pair.now + 1
        pair.later(1)
        assert pair.session.room(pair.now) == 10

    @pytest.mark.parametrize("message_id", [None, "", "x" * 65])
    def test_case_17_taken_with_an_odd_name_is_still_taken(self, message_id: str | None) -> None:
        pair = bound()
        (sequence,) = pair.submit("a")
        body = b"" if message_id is None else message_id.encode() + b"\0"
        frame = bytes.fromhex("80000004 00000000") + sequence.to_bytes(4, "big") + body
        (event,) = pair.session.receive((len(frame) + 4).to_bytes(4, "big") + frame, pair.now)
        assert (event.fate, event.message_id) == (Fate.TAKEN, message_id)

    def test_case_18_a_nack_with_a_number_refuses_that_submit(self) -> None:
        pair = bound()
        (sequence,) = pair.submit("a")
        (event,) = pair.say(GenericNack(sequence, 0x02))
        assert (event.submit, event.fate, event.status) == ("a", Fate.REFUSED, 2)

    def test_case_18_a_nack_without_a_number_is_told_and_refuses_nothing(self) -> None:
        pair = bound()
        pair.submit("a")
        assert pair.say(GenericNack(0, 0x02)) == [Nacked(2, 0)]
        assert pair.session.in_flight == 1

    def test_case_19_the_window_is_never_passed(self) -> None:
        pair = bound()
        sequences = pair.submit(*"abcdefghij")
        assert pair.session.room(pair.now) == 0
        with pytest.raises(NotNow):
            pair.submit("k")
        pair.say(SubmitSmResp(sequences[4], message_id="m"))
        assert pair.session.room(pair.now) == 1

    def test_a_submit_that_cannot_be_written_takes_no_place(self) -> None:
        pair = bound()
        with pytest.raises(BadField):
            pair.session.submit("a", SubmitSm(short_message=b"x" * 255), pair.now)
        assert (pair.session.in_flight, pair.heard()) == (0, [])

    def test_a_query_and_a_data_sm_have_their_own_answers(self) -> None:
        pair = bound()
        asked = pair.session.submit("q", QuerySm(message_id="m1"), pair.now)
        sent = pair.session.submit("d", DataSm(destination_addr="1"), pair.now)
        query, data = pair.say(
            QuerySmResp(asked, message_id="m1", message_state=2), DataSmResp(sent, message_id="m2")
        )
        assert (query.submit, query.pdu.message_state) == ("q", 2)
        assert (data.submit, data.message_id) == ("d", "m2")

    def test_an_answer_with_a_bad_tail_still_tells_its_status(self) -> None:
        pair = bound()
        (sequence,) = pair.submit("a")
        frame = encode(SubmitSmResp(sequence, message_id="m")) + b"\0\1\0"
        bad, event = pair.session.receive(len(frame).to_bytes(4, "big") + frame[4:], pair.now)
        assert isinstance(bad, Malformed)
        assert (event.submit, event.fate, event.message_id) == ("a", Fate.TAKEN, None)


class TestNumbers:
    def test_case_27_numbers_begin_again_after_the_last(self) -> None:
        pair = Pair(first_sequence=0x7FFFFFFD).bind()
        assert pair.submit("a", "b", "c") == [0x7FFFFFFE, 0x7FFFFFFF, 1]

    def test_case_27_a_number_that_is_out_is_never_used_again(self) -> None:
        pair = Pair(first_sequence=0x7FFFFFFF).bind()
        assert pair.submit("a", "b") == [1, 2]
        pair.session._window._next = 0x7FFFFFFF
        assert pair.submit("c", "d") == [0x7FFFFFFF, 3]

    def test_a_number_given_up_on_is_not_used_while_its_answer_may_come(self) -> None:
        pair = bound()
        (sequence,) = pair.submit("a")
        pair.later(10)
        pair.session._window._next = sequence
        assert pair.submit("b") == [sequence + 1]


class TestDeliveries:
    def test_a_delivery_is_acknowledged_only_when_it_is_accepted(self) -> None:
        pair = bound()
        delivery = DeliverSm(7, source_addr="358401234567", short_message=b"Kiitos")
        assert pair.say(delivery) == [Delivered(7, delivery)]
        assert pair.heard() == []
        pair.session.accept(7)
        assert pair.heard() == [DeliverSmResp(7, message_id="")]

    def test_case_51_what_cannot_be_stored_is_sent_back_for_later(self) -> None:
        pair = bound()
        pair.say(DeliverSm(7), DataSm(8))
        pair.session.refuse(7)
        pair.session.refuse(8, 0x65)
        assert pair.heard() == [DeliverSmResp(7, 0x64), DataSmResp(8, 0x65)]

    def test_a_delivery_is_answered_once(self) -> None:
        pair = bound()
        pair.say(DeliverSm(7))
        pair.session.accept(7)
        with pytest.raises(NotWaiting):
            pair.session.accept(7)

    def test_a_far_end_that_never_counts_gets_an_answer_for_each(self) -> None:
        pair = bound()
        assert len(pair.say(DeliverSm(1), DeliverSm(1))) == 2
        pair.session.accept(1)
        pair.session.accept(1)
        assert pair.heard() == [DeliverSmResp(1, message_id="")] * 2

    def test_more_than_is_held_is_asked_for_again_later(self) -> None:
        pair = bound(deliveries_held=2)
        assert len(pair.say(DeliverSm(1), DeliverSm(2), DeliverSm(3))) == 2
        assert pair.heard() == [DeliverSmResp(3, 0x64)]
        assert pair.session.unanswered_deliveries == 2

    def test_a_receipt_on_a_transmitter_is_taken_too(self) -> None:
        pair = bound(Mode.TRANSMITTER)
        assert pair.say(DeliverSm(1, esm_class=4)) == [Delivered(1, DeliverSm(1, esm_class=4))]

    def test_an_alert_is_told_and_needs_no_answer(self) -> None:
        pair = bound()
        alert = AlertNotification(3, source_addr="358401234567")
        assert pair.say(alert) == [Alerted(alert)]
        assert pair.heard() == []


def _body(pdu: SubmitSm) -> list[object]:
    names = list(SubmitSm.__dataclass_fields__)
    return [getattr(pdu, name) for name in names if name not in _HEAD]


_HEAD = ("command_id", "sequence", "status", "tlvs")
