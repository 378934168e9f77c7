"""How links end and begin again: cut, silent, refused, told to leave. Cases are of a misbehaving far end."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from tekstari.channels.smpp.client import Pausing, Unreachable
from tekstari.channels.smpp.events import (
    Answered,
    BindRefused,
    Delivered,
    LinkLost,
    Loss,
    TimedOut,
    Unbound,
)
from tekstari.channels.smpp.pauses import Ending, PauseConfig
from tekstari.channels.smpp.wire.commands import (
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    Unbind,
    UnbindResp,
)
from tests.channels.smpp.far_end import (
    AskToLeave,
    FarEnd,
    Reset,
    Silence,
)
from tests.channels.smpp.linked import Clock, linked, run, until


def test_stopping_unbinds_politely_and_ends_the_events() -> None:
    async def test() -> None:
        async with FarEnd() as far_end:
            async with linked(far_end) as line:
                await line.bound()
            assert line.running.done()
            assert line.of(Unbound) == [Unbound(by_far_end=False)]
            assert len(far_end.heard_of(Unbind)) == 1

    run(test)


def test_case_1_a_reset_after_the_submit_leaves_it_in_doubt_and_the_link_comes_back() -> None:
    async def test() -> None:
        async with FarEnd({2: Reset()}) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a", "b")
            await until(lambda: line.of(LinkLost))
            (lost,) = line.of(LinkLost)
            answered = [event.submit for event in line.of(Answered)]
            assert (lost.loss, {*answered, *lost.in_flight}) == (Loss.CLOSED, {"a", "b"})
            assert "b" in lost.in_flight
            await line.bound_again()
            assert far_end.taken == {b"a": 1, b"b": 1}  # the link repeats nothing by itself

    run(test)


def test_case_2_a_reset_before_the_submit_is_read_looks_the_same_from_here() -> None:
    async def test() -> None:
        async with FarEnd(is_deaf=True) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a")
            await asyncio.sleep(0)
            far_end.talks[0].reset()
            await until(lambda: line.of(LinkLost))
            assert line.of(LinkLost)[0].in_flight == ("a",)
            assert far_end.taken == {}

    run(test)


def test_case_21_told_to_leave_in_the_middle_of_a_window_we_go_and_are_back_at_once() -> None:
    async def test() -> None:
        async with FarEnd({5: AskToLeave()}) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit(*"abcdefghij")
            await until(lambda: line.of(Unbound))
            assert far_end.heard_of(UnbindResp)[0].sequence == 77
            ended = line.of(Unbound)[0]
            answered = {a.submit for a in line.of(Answered)}
            assert answered | set(ended.in_flight) | set(ended.unwritten) == set("abcdefghij")
            await line.bound_again()
            assert line.of(Pausing)[0] == Pausing(0.0, Ending.UNBOUND)

    run(test)


def test_case_22_a_bad_password_is_tried_rarely_and_told() -> None:
    async def test() -> None:
        config = PauseConfig(binds_per_hour=10)
        async with FarEnd(binds=(0x0E,) * 100) as far_end, linked(far_end, pauses=config) as line:
            for _ in range(60):
                await line.clock.advance(60)
                await asyncio.sleep(0.002)
            assert 4 <= len(far_end.talks) <= 10
            assert set(line.of(BindRefused)) == {BindRefused(0x0E)}
            assert line.of(Pausing)[0] == Pausing(60.0, Ending.LOCKED_OUT)

    run(test)


def test_case_23_accepted_and_closed_a_hundred_times_the_pauses_grow() -> None:
    async def test() -> None:
        config = PauseConfig(binds_per_hour=1000)
        async with FarEnd(hang_up_after_bind=True) as far_end, linked(far_end, pauses=config) as line:
            for number in range(1, 101):
                await until(lambda n=number: len(line.of(Pausing)) == n)
                await line.clock.advance(line.of(Pausing)[-1].seconds)
            waits = [pausing.seconds for pausing in line.of(Pausing)]
            assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
            assert all(longer >= shorter for shorter, longer in pairwise(waits[:100]))
            assert len(far_end.talks) >= 100

    run(test)


def test_a_far_end_that_is_not_there_is_told_and_called_again() -> None:
    async def test() -> None:
        far_end = FarEnd()
        async with far_end:
            pass
        async with linked(far_end) as line:
            await until(lambda: line.of(Pausing))
            assert line.of(Unreachable) == [Unreachable("ConnectionRefusedError")]
            assert line.of(Pausing) == [Pausing(1.0, Ending.UNREACHABLE)]

    run(test)


def test_case_24_a_half_open_link_is_found_within_two_intervals_and_replaced() -> None:
    async def test() -> None:
        async with FarEnd(is_deaf=True) as far_end, linked(far_end) as line:
            await line.bound()
            await line.submit("a")
            await line.clock.advance(40)
            await until(lambda: line.of(LinkLost))
            assert line.of(LinkLost)[0].loss is Loss.SILENT
            await line.bound_again()

    run(test)


def test_case_25_an_operator_that_takes_nineteen_seconds_is_only_slow() -> None:
    async def test() -> None:
        async with FarEnd(always=Silence()) as far_end, linked(far_end) as line:
            await line.bound()
            for round_ in range(3):
                await line.submit(*(f"{round_}-{i}" for i in range(10)))
                await until(lambda r=round_: len(far_end.submits) == 10 * (r + 1))
                await line.clock.advance(19)
                far_end.release()
                await until(lambda r=round_: len(line.of(Answered)) == 10 * (r + 1))
            assert line.of(TimedOut) == []

    run(test)


def test_case_26_bytes_one_by_one_and_nonsense_lose_at_most_the_framing() -> None:
    async def test() -> None:
        async with FarEnd() as far_end, linked(far_end) as line:
            await line.bound()
            writer = far_end.talks[0].writer
            for byte in bytes.fromhex("00000010 00000015 00000000 00000009"):
                writer.write(bytes((byte,)))
                await asyncio.sleep(0.001)
            await until(lambda: len(far_end.talks[0].heard) == 2)
            writer.write(b"\xff" * 16)
            await until(lambda: line.of(LinkLost))
            assert line.of(LinkLost)[0].loss is Loss.FRAMING
            await line.bound_again()

    run(test)


def test_a_delivery_of_a_lost_connection_is_not_acknowledged_on_the_next() -> None:
    async def test() -> None:
        async with FarEnd() as far_end, linked(far_end) as line:
            await line.bound()
            far_end.deliver(DeliverSm(5))
            await until(lambda: line.of(Delivered))
            first = line.told[-1].connection
            far_end.talks[0].reset()
            await line.bound_again()
            far_end.deliver(DeliverSm(5))
            await until(lambda: len(line.of(Delivered)) == 2)
            assert not line.link.accept(first, 5)
            assert line.link.accept(line.told[-1].connection, 5)
            await until(lambda: far_end.talks[1].heard[-1] == DeliverSmResp(5, message_id=""))

    run(test)


def test_case_29_a_link_is_kept_alive_by_a_clock_that_is_not_the_wall_clock() -> None:
    async def test() -> None:
        clock = Clock()
        async with FarEnd() as far_end, linked(far_end, clock=clock) as line:
            await line.bound()
            (connection,) = line.link._connections.values()
            for asked in range(1, 26):
                await clock.advance(31)
                await until(lambda n=asked: len(far_end.heard_of(EnquireLink)) == n)
                await until(lambda: connection.session.next_deadline > clock.now + 20)
            assert line.of(LinkLost) == []
            assert line.link.bound == 1

    run(test)


def test_stopping_while_calling_or_pausing_does_not_wait() -> None:
    async def test() -> None:
        far_end = FarEnd()
        async with far_end:
            pass
        async with linked(far_end, connect_timeout=timedelta(minutes=5)) as line:
            await until(lambda: line.of(Pausing))
        assert line.running.done()

    run(test)
