"""The link against a scripted operator on loopback. Cases are those of a far end that misbehaves."""

import asyncio
import shutil
import ssl
import subprocess
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tekstari.channels.smpp.client import Pausing, Unreachable
from tekstari.channels.smpp.events import (
    Answered,
    BindRefused,
    Bound,
    Delivered,
    Fate,
    LinkLost,
    Loss,
    TimedOut,
    Unbound,
    Unexpected,
)
from tekstari.channels.smpp.pauses import Ending, PauseConfig
from tekstari.channels.smpp.states import Mode
from tekstari.channels.smpp.tls import secure
from tekstari.channels.smpp.wire.commands import (
    BindReceiver,
    BindTransmitter,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    SubmitSm,
    Unbind,
    UnbindResp,
)
from tests.channels.smpp.far_end import (
    AskToLeave,
    FarEnd,
    Nack,
    Reset,
    Say,
    Silence,
    Take,
    Twice,
)
from tests.channels.smpp.linked import Clock, hello, linked, run, until


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
            await line.clock.advance(1)
            await line.bound()
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
            await line.clock.advance(1)
            await sending
            lost = line.of(LinkLost)[0]
            await until(lambda: len(line.of(Answered)) + len(lost.in_flight) + len(lost.unwritten) == 150)
            assert len(lost.in_flight) <= 10
            assert max(talk.most_outstanding for talk in far_end.talks) <= 10
            assert set(far_end.taken.values()) == {1}

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
            assert line.of(Pausing)[0] == Pausing(0.0, Ending.UNBOUND)
            await line.clock.advance(0)
            await until(lambda: len(line.of(Bound)) == 2)

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
            await until(lambda: line.of(Pausing))
            await line.clock.advance(line.of(Pausing)[-1].seconds)
            await until(lambda: len(line.of(Bound)) == 2)

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
            await line.clock.advance(1)
            await until(lambda: len(line.of(Bound)) == 2)

    run(test)


def test_a_delivery_of_a_lost_connection_is_not_acknowledged_on_the_next() -> None:
    async def test() -> None:
        async with FarEnd() as far_end, linked(far_end) as line:
            await line.bound()
            far_end.deliver(DeliverSm(5))
            await until(lambda: line.of(Delivered))
            first = line.told[-1].connection
            far_end.talks[0].reset()
            await until(lambda: line.of(LinkLost))
            await line.clock.advance(1)
            await line.bound()
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


def test_stopping_while_calling_or_pausing_does_not_wait() -> None:
    async def test() -> None:
        far_end = FarEnd()
        async with far_end:
            pass
        async with linked(far_end, connect_timeout=timedelta(minutes=5)) as line:
            await until(lambda: line.of(Pausing))
        assert line.running.done()

    run(test)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed: TLS is not tried")
    key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        + ["-nodes", "-days", "2", "-subj", "/CN=smpp.example", "-addext", "subjectAltName=DNS:smpp.example"]
        + ["-keyout", str(key), "-out", str(pem)],
        check=True,
        capture_output=True,
    )
    return pem, key


def test_tls_asks_for_the_name_and_checks_the_certificate(certificate: tuple[Path, Path]) -> None:
    pem, key = certificate
    asked: list[str | None] = []
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, key)
    server.sni_callback = lambda socket, name, context: asked.append(name)

    async def test() -> None:
        trusted, asks = secure(str(pem)), {"server_name": "smpp.example"}
        async with FarEnd(ssl=server) as far_end, linked(far_end, tls=trusted, **asks) as line:
            await line.bound()
            await line.submit("Hei")
            await until(lambda: line.of(Answered))
            assert asked == ["smpp.example"]

    run(test)


def test_tls_with_a_certificate_nobody_vouches_for_is_no_connection(certificate: tuple[Path, Path]) -> None:
    pem, key = certificate
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, key)

    async def test() -> None:
        async with FarEnd(ssl=server) as far_end:
            async with linked(far_end, tls=secure(), server_name="smpp.example") as line:
                await until(lambda: line.of(Pausing))
                assert line.of(Unreachable) == [Unreachable("SSLCertVerificationError")]
            assert far_end.heard == []

    run(test)
