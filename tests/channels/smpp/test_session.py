"""One bind: its conversations, without a network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.deliveries import NotWaiting
from tekstari.channels.smpp.events import (
    Alerted,
    Answered,
    BindRefused,
    Bound,
    Delivered,
    Fate,
    LinkLost,
    Loss,
    Malformed,
    Nacked,
    TimedOut,
    Unbound,
    Unexpected,
)
from tekstari.channels.smpp.pdu import encode
from tekstari.channels.smpp.session import NotNow
from tekstari.channels.smpp.states import Mode, State
from tekstari.channels.smpp.wire import commands, statuses
from tekstari.channels.smpp.wire.commands import (
    AlertNotification,
    BindTransceiver,
    BindTransceiverResp,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    QuerySm,
    QuerySmResp,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    UnbindResp,
)
from tekstari.channels.smpp.wire.fields import BadField
from tekstari.channels.smpp.wire.tlvs import Tlv
from tests.channels.smpp.bound import HELLO, Pair, bound
from tests.channels.smpp.every_pdu import EVERY, any_pdu


class TestBinding:
    @pytest.mark.parametrize("mode", Mode)
    def test_a_bind_asks_for_what_it_is_for_and_is_told(self, mode: Mode) -> None:
        pair = Pair(mode=mode)
        pair.session.connected(pair.now)
        (bind,) = pair.heard()
        assert type(bind).__name__ == f"Bind{mode.capitalize()}"
        assert (bind.system_id, bind.password, bind.sequence) == ("tekstari", "salasana", 1)
        answer = commands.response_to(type(bind))(1, 0, (Tlv(0x0210, b"\x34"),), "FAREND")
        assert pair.say(answer) == [Bound(mode, "FAREND", 0x34)]
        assert bool(pair.session.room(pair.now)) is (mode is not Mode.RECEIVER)

    @pytest.mark.parametrize("answer", [BindTransceiverResp(1, 14), GenericNack(1, 14), GenericNack(0, 14)])
    def test_a_refused_bind_is_over(self, answer: commands.Pdu) -> None:
        pair = Pair()
        pair.session.connected(pair.now)
        assert pair.say(answer) == [BindRefused(14)]
        assert pair.session.is_over
        assert pair.session.next_deadline is None

    def test_no_answer_to_the_bind_loses_the_link(self) -> None:
        pair = Pair()
        pair.session.connected(pair.now)
        assert pair.later(29) == []
        assert pair.later(2) == [LinkLost(Loss.NO_BIND_ANSWER)]

    def test_the_answer_to_another_kind_of_bind_is_not_ours(self) -> None:
        pair = Pair()
        pair.session.connected(pair.now)
        events = pair.say(commands.BindReceiverResp(1, 0, (), "FAREND"))
        assert events == [Unexpected(0x80000001, 1, 0)]
        assert pair.session.state is State.BINDING

    def test_what_a_phone_wrote_before_the_bind_stands_is_sent_back(self) -> None:
        pair = Pair()
        pair.session.connected(pair.now)
        pair.heard()
        assert pair.say(DeliverSm(5)) == [Unexpected(5, 5, 0)]
        assert pair.heard() == [DeliverSmResp(5, statuses.RINVBNDSTS)]

    def test_nothing_is_submitted_before_the_bind_stands(self) -> None:
        pair = Pair()
        pair.session.connected(pair.now)
        with pytest.raises(NotNow):
            pair.submit("a")

    def test_a_name_smpp_cannot_carry_is_refused_when_the_channel_is_set_up(self) -> None:
        with pytest.raises(BadField, match="password"):
            SessionConfig("tekstari", "liian pitkä salasana")


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


class TestTime:
    def test_case_6_no_answer_times_out_and_frees_its_place(self) -> None:
        pair = bound()
        pair.submit("a")
        pair.now += 1
        pair.submit("b")
        assert pair.later(9) == [TimedOut("a")]
        assert pair.later(1) == [TimedOut("b")]
        assert pair.session.room(pair.now) == 10
        assert pair.session.state is State.BOUND_TRX

    def test_case_6_a_link_that_answers_nothing_is_ended_where_that_is_set(self) -> None:
        pair = bound(timeouts_to_recycle=2)
        pair.submit("a", "b", "c")
        assert pair.later(10) == [*map(TimedOut, "abc"), LinkLost(Loss.STALLED)]

    def test_case_7_a_late_answer_still_names_its_submit(self) -> None:
        pair = bound()
        (sequence,) = pair.submit("a")
        pair.heard()
        pair.later(11)
        (event,) = pair.say(SubmitSmResp(sequence, message_id="m1"))
        assert (event.submit, event.fate, event.message_id, event.is_late) == ("a", Fate.TAKEN, "m1", True)
        assert pair.say(SubmitSmResp(sequence, message_id="m1")) == [Unexpected(0x80000004, sequence, 0)]

    def test_case_24_a_silent_link_is_asked_once_and_then_lost(self) -> None:
        pair = bound()
        pair.submit("a")
        pair.heard()
        assert pair.later(30) == [TimedOut("a")]
        assert [type(pdu) for pdu in pair.heard()] == [EnquireLink]
        assert pair.later(4) == []
        assert pair.later(1) == [LinkLost(Loss.SILENT)]

    @pytest.mark.parametrize("sign", [EnquireLinkResp(2), DeliverSm(1), SubmitSmResp(77), GenericNack(0, 3)])
    def test_any_sign_of_life_keeps_the_link(self, sign: commands.Pdu) -> None:
        pair = bound()
        pair.later(30)
        pair.say(sign)
        assert pair.later(29) == []
        assert not pair.session.is_over

    def test_the_far_ends_enquiry_is_answered_at_once(self) -> None:
        pair = bound()
        assert pair.say(EnquireLink(1234)) == []
        assert pair.heard() == [EnquireLinkResp(1234)]

    def test_case_25_slow_answers_within_their_time_are_no_fault(self) -> None:
        pair = bound()
        for _ in range(5):
            sequences = pair.submit(*"abcdefghij")
            assert pair.later(9) == []
            events = pair.say(*(SubmitSmResp(s, message_id="m") for s in sequences))
            assert {event.is_late for event in events} == {False}

    def test_case_29_the_date_is_nowhere_in_it(self) -> None:
        # The night the clock is turned is one hour of `loop.time()` like any other.
        pair = bound()
        for _ in range(120):
            assert pair.later(30) == []
            pair.say(EnquireLinkResp(1))
        assert pair.session.state is State.BOUND_TRX


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


class TestEnding:
    def test_we_leave_when_every_answer_is_in(self) -> None:
        pair = bound()
        sequences = pair.submit("a", "b")
        pair.say(DeliverSm(1))
        pair.heard()
        assert pair.session.unbind(pair.now) == []
        assert pair.session.room(pair.now) == 0
        pair.say(*(SubmitSmResp(s, message_id="m") for s in sequences))
        assert pair.heard() == []
        pair.session.accept(1)
        pair.session.tick(pair.now)
        acknowledged, unbind = pair.heard()
        assert (type(acknowledged), type(unbind)) == (DeliverSmResp, Unbind)
        assert pair.say(UnbindResp(unbind.sequence)) == [Unbound(by_far_end=False)]
        assert pair.session.is_over

    def test_we_do_not_wait_for_ever_to_leave(self) -> None:
        pair = bound()
        pair.submit("a")
        pair.heard()
        pair.session.unbind(pair.now)
        assert pair.later(3) == []
        assert [type(pdu) for pdu in pair.heard()] == [Unbind]
        assert pair.later(3) == [Unbound(by_far_end=False, in_flight=("a",))]

    def test_case_21_told_to_leave_we_agree_at_once_and_take_what_still_comes(self) -> None:
        pair = bound()
        first, second = pair.submit("a", "b")
        pair.heard()
        assert pair.say(Unbind(77)) == []
        assert pair.heard() == [UnbindResp(77)]
        assert pair.session.room(pair.now) == 0
        (event,) = pair.say(SubmitSmResp(second, message_id="m2"))
        assert event.submit == "b"
        (event, ending) = pair.say(SubmitSmResp(first, message_id="m1"))
        assert event.submit == "a"
        assert ending == Unbound(by_far_end=True)

    def test_case_21_what_is_not_answered_by_then_is_in_doubt(self) -> None:
        pair = bound()
        pair.submit("a")
        pair.heard()
        pair.say(Unbind(77))
        assert pair.later(3) == [Unbound(by_far_end=True, in_flight=("a",))]

    def test_case_21_the_far_end_hanging_up_after_its_unbind_is_no_loss(self) -> None:
        pair = bound()
        pair.submit("a")
        pair.heard()
        pair.say(Unbind(77))
        assert pair.session.disconnected(pair.now) == [Unbound(by_far_end=True, in_flight=("a",))]

    def test_an_unbind_with_nothing_out_ends_at_once(self) -> None:
        assert bound().say(Unbind(5)) == [Unbound(by_far_end=True)]

    def test_both_sides_may_unbind_at_once(self) -> None:
        pair = bound()
        pair.session.unbind(pair.now)
        (ours,) = pair.heard()
        assert isinstance(ours, Unbind)
        assert pair.say(Unbind(5), UnbindResp(ours.sequence)) == [Unbound(by_far_end=True)]

    def test_cases_1_and_2_a_cut_link_tells_what_may_have_been_sent_and_what_was_not(self) -> None:
        pair = bound()
        pair.submit("written")
        pair.session.bytes_to_send()
        pair.submit("waiting")
        lost = LinkLost(Loss.CLOSED, in_flight=("written",), unwritten=("waiting",))
        assert pair.session.disconnected(pair.now) == [lost]
        assert pair.session.bytes_to_send() == b""

    def test_case_26_lost_framing_ends_the_link_with_a_nack(self) -> None:
        pair = bound()
        pair.submit("a")
        pair.heard()
        bad, lost = pair.session.receive(b"\0\0\0\0\0\0\0\5", pair.now)
        assert isinstance(bad, Malformed)
        assert lost == LinkLost(Loss.FRAMING, in_flight=("a",))
        assert pair.heard() == [GenericNack(0, statuses.RINVCMDLEN)]

    def test_case_26_a_bad_body_and_an_unknown_command_do_not(self) -> None:
        pair = bound()
        frame = encode(DeliverSm(9, short_message=b"Hei"))
        unknown = bytes.fromhex("00000010 00000999 00000000 00000007")
        events = pair.session.receive(frame[:-4] + b"\xff" + frame[-3:] + unknown, pair.now)
        assert [type(event) for event in events] == [Malformed, Malformed]
        assert pair.heard() == [DeliverSmResp(9, 0x01), GenericNack(7, 0x03)]
        assert pair.session.state is State.BOUND_TRX

    def test_a_request_that_only_a_client_makes_is_nacked(self) -> None:
        pair = bound()
        assert pair.say(HELLO, BindTransceiver(4)) == [Unexpected(4, 0, 0), Unexpected(9, 4, 0)]
        assert pair.heard() == [GenericNack(0, 0x03), GenericNack(4, 0x03)]

    def test_nothing_wakes_a_session_that_is_over(self) -> None:
        pair = bound()
        pair.say(Unbind(5))
        pair.heard()
        assert pair.say(*EVERY) == []
        assert pair.session.unbind(pair.now) == []
        assert pair.session.disconnected(pair.now) == []
        assert (pair.later(1000), pair.heard()) == ([], [])


@given(st.lists(st.one_of(any_pdu(), st.sampled_from(EVERY), st.floats(0, 40)), max_size=12), st.data())
def test_whatever_a_far_end_says_every_submit_has_exactly_one_fate(
    talk: list[commands.Pdu | float], data: st.DataObject
) -> None:
    pair = bound()
    names = [f"s{i}" for i in range(data.draw(st.integers(0, 10)))]
    pair.submit(*names)
    told = []
    for word in talk:
        told += pair.later(word) if isinstance(word, float) else pair.say(word)
    told += pair.session.disconnected(pair.now)
    fates = [e.submit for e in told if isinstance(e, TimedOut) or (isinstance(e, Answered) and not e.is_late)]
    for ending in told:
        if isinstance(ending, LinkLost | Unbound):
            fates += [*ending.in_flight, *ending.unwritten]
    assert sorted(fates) == sorted(names)


def _body(pdu: SubmitSm) -> list[object]:
    names = list(SubmitSm.__dataclass_fields__)
    return [getattr(pdu, name) for name in names if name not in _HEAD]


_HEAD = ("command_id", "sequence", "status", "tlvs")
