"""One bind, without a network: how it begins, keeps its time and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.events import (
    Answered,
    BindRefused,
    Bound,
    Fate,
    LinkLost,
    Loss,
    Malformed,
    TimedOut,
    Unbound,
    Unexpected,
)
from tekstari.channels.smpp.pdu import encode
from tekstari.channels.smpp.session import NotNow
from tekstari.channels.smpp.states import Mode, State
from tekstari.channels.smpp.wire import commands, statuses
from tekstari.channels.smpp.wire.commands import (
    BindTransceiver,
    BindTransceiverResp,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
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
