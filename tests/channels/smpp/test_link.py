"""The link against a scripted operator on loopback: submits and deliveries, and what may go wrong."""

import asyncio

import pytest

from tekstari.channels.smpp.events import (
    Answered,
    Delivered,
    Fate,
    LinkLost,
    TimedOut,
    Unexpected,
)
from tekstari.channels.smpp.states import Mode
from tekstari.channels.smpp.wire.commands import (
    BindReceiver,
    BindTransmitter,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    SubmitSm,
)
from tests.channels.smpp.far_end import (
    FarEnd,
    Nack,
    Reset,
    Say,
    Silence,
    Take,
    Twice,
)
from tests.channels.smpp.linked import hello, linked, run, until


def test_a_text_goes_out_and_its_receipt_comes_back() -> None:
    async def test() -> None:
        async with FarEnd() as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("Hei")
            await until(lambda: line.of(Answered))
            (answer,) = line.of(Answered)
            assert (answer.submit, answer.fate, answer.message_id) == ("Hei", Fate.TAKEN, "m1")
            far_end.deliver(DeliverSm(9, esm_class=4, short_message=b"id:m1 stat:DELIVRD"))
            await until(lambda: line.of(Delivered))
            connection, delivered = line.told[-1]
            assert far_end.heard_of(DeliverSmResp) == []
            assert line.link.accept(connection, delivered.sequence)
            assert not line.link.accept(connection, delivered.sequence)
            await until(lambda: far_end.heard_of(DeliverSmResp))

    run(test)


def test_cases_6_and_7_silence_times_out_and_the_late_answer_is_known() -> None:
    async def test() -> None:
        async with FarEnd({1: Silence()}) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a", "b")
            await until(lambda: line.of(Answered))
            await line.clock.advance(20)
            await until(lambda: line.of(TimedOut))
            assert line.of(TimedOut) == [TimedOut("a")]
            assert line.link.room == 10
            far_end.release()
            await until(lambda: len(line.of(Answered)) == 2)
            late = line.of(Answered)[1]
            assert (late.submit, late.is_late, late.message_id) == ("a", True, "m1")
            assert line.link.bound == 1

    run(test)


def test_case_8_a_whole_window_answered_in_reverse() -> None:
    async def test() -> None:
        async with FarEnd(in_reverse=10) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit(*"abcdefghij")
            await until(lambda: len(line.of(Answered)) == 10)
            assert {a.submit: a.message_id for a in line.of(Answered)} == {
                name: f"m{number}" for number, name in enumerate("abcdefghij", 1)
            }

    run(test)


def test_cases_9_and_10_an_answer_too_many_is_told_and_harms_nothing() -> None:
    async def test() -> None:
        async with FarEnd({1: Twice()}) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a", "b")
            await until(lambda: len(line.of(Answered)) == 2)
            assert len(line.of(Unexpected)) == 1
            assert line.link.bound == 1

    run(test)


@pytest.mark.parametrize("times", [1, 10])
def test_case_11_throttled_tells_each_fate_and_the_bind_rests(times: int) -> None:
    async def test() -> None:
        plan = {number: Say(0x58) for number in range(1, times + 1)}
        async with FarEnd(plan) as far_end, linked(far_end, window=1) as line:
            await line.bound()
            for number in range(times + 1):
                await until(lambda: line.link.room)
                assert line.link.offer(number, hello("a"))
                await until(lambda n=number: len(line.of(Answered)) == n + 1)
                assert line.link.room == (0 if number < times else 1)
                assert not (number < times and line.link.offer("too soon", hello("a")))
                await line.clock.advance(1)
            assert [a.fate for a in line.of(Answered)] == [Fate.THROTTLED] * times + [Fate.TAKEN]

    run(test)


def test_case_12_a_full_queue_for_one_number_leaves_the_others_flowing() -> None:
    async def test() -> None:
        async with FarEnd({1: Say(0x14)}) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a", "b", "c")
            await until(lambda: len(line.of(Answered)) == 3)
            assert {a.submit: a.fate for a in line.of(Answered)} == {
                "a": Fate.QUEUE_FULL,
                "b": Fate.TAKEN,
                "c": Fate.TAKEN,
            }

    run(test)


def test_case_13_one_part_throttled_is_that_part_alone() -> None:
    async def test() -> None:
        async with FarEnd({2: Say(0x58)}) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("part 1", "part 2", "part 3")
            await until(lambda: len(line.of(Answered)) == 3)
            assert [a.submit for a in line.of(Answered) if a.fate is Fate.THROTTLED] == ["part 2"]
            await line.clock.advance(1)
            await line.submit("part 2")
            await until(lambda: len(line.of(Answered)) == 4)
            assert set(far_end.taken.values()) == {1}

    run(test)


@pytest.mark.parametrize("status", [0x0B, 0x0A, 0x01, 0x410, 0x411, 0x412, 0x08])
def test_cases_14_to_16_a_refusal_carries_its_status_and_the_next_one_goes(status: int) -> None:
    async def test() -> None:
        async with FarEnd({1: Say(status)}) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a", "b")
            await until(lambda: len(line.of(Answered)) == 2)
            first, second = line.of(Answered)
            assert (first.submit, first.status, first.fate) == ("a", status, Fate.REFUSED)
            assert (second.submit, second.fate) == ("b", Fate.TAKEN)

    run(test)


def test_case_17_names_that_are_empty_missing_or_too_long_for_the_specification() -> None:
    async def test() -> None:
        plan = {1: Take(None), 2: Take("y" * 64), 3: Take("same"), 4: Take("same")}
        async with FarEnd(plan) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit(*"abcd")
            await until(lambda: len(line.of(Answered)) == 4)
            assert [(a.submit, a.message_id) for a in line.of(Answered)] == [
                ("a", None),
                ("b", "y" * 64),
                ("c", "same"),
                ("d", "same"),
            ]

    run(test)


def test_case_18_a_nack_with_its_number_refuses_and_one_without_times_out() -> None:
    async def test() -> None:
        plan = {1: Nack(3), 2: Nack(3, with_sequence=False)}
        async with FarEnd(plan) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a", "b")
            await until(lambda: line.of(Answered))
            assert [(a.submit, a.fate) for a in line.of(Answered)] == [("a", Fate.REFUSED)]
            await line.clock.advance(20)
            await until(lambda: line.of(TimedOut))
            assert line.of(TimedOut) == [TimedOut("b")]

    run(test)


def test_case_19_the_far_end_never_sees_more_than_the_window_also_after_a_rebind() -> None:
    async def test() -> None:
        async with FarEnd({50: Reset()}) as far_end, linked(far_end, window=10) as line:
            await line.bound()
            sending = asyncio.create_task(line.submit(*(f"t{i}" for i in range(150))))
            await until(lambda: line.of(LinkLost))
            await line.bound_again()
            await sending
            lost = line.of(LinkLost)[0]
            await until(lambda: len(line.of(Answered)) + len(lost.in_flight) + len(lost.unwritten) == 150)
            assert len(lost.in_flight) <= 10
            assert max(talk.most_outstanding for talk in far_end.talks) <= 10
            assert set(far_end.taken.values()) == {1}

    run(test)


def test_a_pair_of_a_transmitter_and_a_receiver_works_as_one() -> None:
    async def test() -> None:
        modes = (Mode.TRANSMITTER, Mode.RECEIVER)
        async with FarEnd() as far_end, linked(far_end, modes=modes) as line:
            await line.bound(2)
            assert len(far_end.heard_of(BindTransmitter)) == len(far_end.heard_of(BindReceiver)) == 1
            await line.submit("a")
            await until(lambda: line.of(Answered))
            (sender,) = [talk for talk in far_end.talks if isinstance(talk.heard[0], BindTransmitter)]
            assert [type(pdu) for pdu in sender.heard] == [BindTransmitter, SubmitSm]
            assert line.link.room == 10

    run(test)


def test_several_binds_share_the_work() -> None:
    async def test() -> None:
        modes = (Mode.TRANSCEIVER,) * 2
        async with FarEnd(always=Silence()) as far_end, linked(far_end, modes=modes, window=5) as line:
            await line.bound(2)
            await line.submit(*"abcdefghij")
            await until(lambda: len(far_end.submits) == 10)
            assert [talk.outstanding for talk in far_end.talks] == [5, 5]

    run(test)


def test_case_5_a_caller_who_does_not_come_to_look_does_not_block_the_link() -> None:
    async def test() -> None:
        async with FarEnd() as far_end, linked(far_end, deliveries_held=5) as line:
            line.stop_listening()
            await line.bound()
            await line.submit(*"abc")
            far_end.deliver(*(DeliverSm(number) for number in range(1, 8)), EnquireLink(99))
            await until(lambda: far_end.heard_of(EnquireLinkResp))
            sent_back = [pdu.sequence for pdu in far_end.heard_of(DeliverSmResp) if pdu.status == 0x64]
            assert sent_back == [6, 7]
            line.listen()
            await until(lambda: len(line.of(Answered)) == 3)
            assert len(line.of(Delivered)) == 5

    run(test)


def test_a_flood_of_receipts_does_not_hold_back_the_submits() -> None:
    async def test() -> None:
        many = 20_000
        async with FarEnd() as far_end, linked(far_end, deliveries_held=many) as line:
            await line.bound()
            receipts = [DeliverSm(i + 1, esm_class=4, short_message=b"x" * 100) for i in range(many)]
            far_end.deliver(*receipts)
            while not line.of(Delivered):
                await asyncio.sleep(0)
            await line.submit("Hei")
            while not far_end.submits:
                await asyncio.sleep(0)
            assert len(line.of(Delivered)) < many  # it left in the middle of the flood
            await until(lambda: len(line.of(Delivered)) == many)
            assert [e.sequence for e in line.of(Delivered)] == list(range(1, many + 1))

    run(test)


def test_submits_of_one_turn_leave_in_one_write() -> None:
    async def test() -> None:
        async with FarEnd() as far_end, linked(far_end) as line:
            await line.bound()
            writes: list[bytes] = []
            (connection,) = line.link._connections.values()
            transport = connection._transport
            assert transport is not None
            connection._transport = _Counting(transport, writes)
            for name in "abcdefghij":
                assert line.link.offer(name, hello(name))
            await until(lambda: len(line.of(Answered)) == 10)
            assert len(writes) == 1
            connection._transport = transport

    run(test)


class _Counting:
    def __init__(self, transport: asyncio.Transport, writes: list[bytes]) -> None:
        self._transport, self._writes = transport, writes

    def write(self, data: bytes) -> None:
        self._writes.append(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)
