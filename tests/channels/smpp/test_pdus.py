"""The codec: every PDU whole, byte by byte and with a tail; limits; faults that stay in their frame."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tekstari.channels.smpp.pdu import LONGEST, BadPdu, Framer, decode, encode, refusal
from tekstari.channels.smpp.wire import commands, statuses
from tekstari.channels.smpp.wire.commands import PDUS, DeliverSm, Pdu, SubmitSm, SubmitSmResp
from tekstari.channels.smpp.wire.fields import BadField, Fault
from tekstari.channels.smpp.wire.tlvs import Tlv
from tests.channels.smpp.every_pdu import EVERY, any_pdu

BY_NAME = {type(pdu).__name__: pdu for pdu in EVERY}


@pytest.fixture(params=BY_NAME)
def pdu(request: pytest.FixtureRequest) -> Pdu:
    return BY_NAME[request.param]


def test_there_is_one_example_of_every_pdu() -> None:
    assert {type(pdu) for pdu in EVERY} == set(PDUS)


def test_what_is_written_is_read_again(pdu: Pdu) -> None:
    assert decode(encode(pdu)) == pdu


def test_a_pdu_comes_out_when_its_last_byte_is_in(pdu: Pdu) -> None:
    frame, framer = encode(pdu), Framer()
    for byte in frame[:-1]:
        assert framer.receive(bytes((byte,))) == []
    assert framer.receive(frame[-1:]) == [pdu]


def test_a_tail_waits_for_its_own_end(pdu: Pdu) -> None:
    frame, framer = encode(pdu), Framer()
    assert framer.receive(frame + frame[:9]) == [pdu]
    assert framer.receive(frame[9:]) == [pdu]


def test_fifty_pdus_at_once_come_out_in_their_order() -> None:
    pdus = [pdu for pdu in EVERY * 3][:50]
    assert Framer().receive(b"".join(map(encode, pdus))) == pdus


def test_every_cut_of_a_body_is_a_fault_and_nothing_worse(pdu: Pdu) -> None:
    frame = encode(pdu)
    for length in range(16, len(frame)):
        cut = length.to_bytes(4, "big") + frame[4:length]
        (read,) = Framer().receive(cut)
        if isinstance(read, BadPdu):
            assert (read.command_id, read.sequence_number) == (pdu.command_id, pdu.sequence)
            assert read.frame == cut
        else:
            # An answer may be without its end; anything else is whole, but for a parameter or two.
            assert pdu.command_id & commands.RESPONSE or encode(read) == cut


@given(any_pdu())
def test_any_pdu_survives_the_wire(pdu: Pdu) -> None:
    frame = encode(pdu)
    assert decode(frame) == pdu
    assert encode(decode(frame)) == frame


@given(st.sampled_from(EVERY), st.data())
@settings(max_examples=300)
def test_no_octets_in_a_body_can_do_more_than_a_fault(pdu: Pdu, data: st.DataObject) -> None:
    frame = bytearray(encode(pdu))
    for at in data.draw(st.lists(st.integers(4, len(frame) - 1), max_size=5)):
        frame[at] = data.draw(st.integers(0, 255))
    (read,) = Framer().receive(bytes(frame))
    command_id = int.from_bytes(frame[4:8], "big")
    assert read.command_id == command_id
    if isinstance(read, BadPdu):
        assert (refusal(read) is None) is bool(command_id & commands.RESPONSE)


@given(st.lists(st.binary(max_size=60)))
def test_a_framer_takes_anything(pieces: list[bytes]) -> None:
    framer = Framer()
    found = [pdu for piece in pieces for pdu in framer.receive(piece)]
    assert all(isinstance(pdu, Pdu | BadPdu) for pdu in found)


def captures() -> Iterator[tuple[str, bytes]]:
    folder = os.environ.get("TEKSTARI_TEST_DATA")
    if not folder:
        return
    with (Path(folder) / "pdus.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            yield f"{row['n']}-{row['command']}", bytes.fromhex(row["hex"])


CAPTURES = list(captures())


@pytest.mark.skipif(not CAPTURES, reason="TEKSTARI_TEST_DATA does not name a folder with pdus.csv")
def test_pdus_caught_in_the_wild_are_read_and_written_back_octet_for_octet() -> None:
    assert len(CAPTURES) == 16
    for name, frame in CAPTURES:
        assert encode(decode(frame)) == frame, name
        assert type(decode(frame)).__name__.lower() == name.split("-")[1].replace("_", ""), name


@pytest.mark.parametrize(
    ("field", "longest", "status"),
    [
        ("service_type", 5, statuses.RINVSERTYP),
        ("source_addr", 20, statuses.RINVSRCADR),
        ("destination_addr", 20, statuses.RINVDSTADR),
    ],
)
def test_a_string_may_fill_its_field_and_not_one_octet_more(field: str, longest: int, status: int) -> None:
    assert getattr(decode(encode(DeliverSm(**{field: "x" * longest}))), field) == "x" * longest
    with pytest.raises(BadField, match=f"too_long {field}") as wrong:
        encode(SubmitSm(**{field: "x" * (longest + 1)}))
    assert wrong.value.field == field
    body = encode(DeliverSm(**{field: "x" * longest}))
    longer = body.replace(b"x" * longest, b"x" * (longest + 1))
    with pytest.raises(BadPdu) as bad:
        decode(len(longer).to_bytes(4, "big") + longer[4:])
    assert (bad.value.reason, bad.value.field, bad.value.status) == (Fault.TOO_LONG, field, status)


@pytest.mark.parametrize(
    ("pdu", "field"),
    [
        (SubmitSm(short_message=b"x" * 255), "short_message"),
        (SubmitSm(validity_period="2611211400"), "validity_period"),
        (SubmitSm(source_addr="a\0b"), "source_addr"),
        (SubmitSm(source_addr="Žižkov"), "source_addr"),
        (SubmitSm(priority_flag=256), "priority_flag"),
        (SubmitSm(tlvs=(Tlv(0x10000, b""),)), "tlvs"),
        (SubmitSm(tlvs=(Tlv(0x0424, b"x" * 0x10000),)), "tlvs"),
        (SubmitSmResp(tlvs=(Tlv(1, b""),)), "tlvs"),
        (SubmitSm(sequence=1 << 32), "header"),
        (commands.BindTransceiver(password="yhdeksän!"), "password"),
    ],
)
def test_what_smpp_cannot_carry_is_refused_by_the_name_of_its_field(pdu: Pdu, field: str) -> None:
    with pytest.raises(BadField) as wrong:
        encode(pdu)
    assert field in wrong.value.field.split()


def test_a_password_and_a_text_are_in_no_representation() -> None:
    from tekstari.channels.smpp.events import Delivered

    assert "salasana" not in repr(BY_NAME["BindTransceiver"])
    assert "358401234567" not in repr(Delivered(1, DeliverSm(source_addr="358401234567")))
    bad = BadPdu(Fault.CUT_SHORT, encode(BY_NAME["BindTransceiver"]))
    assert "salasana" not in f"{bad}{bad!r}"


@pytest.mark.parametrize("length", [0, 15, LONGEST + 1, 0xFFFFFFFF])
def test_a_length_that_cannot_be_loses_the_framing_for_good(length: int) -> None:
    framer = Framer()
    whole = encode(commands.EnquireLink(5))
    found = framer.receive(whole + length.to_bytes(4, "big") + whole)
    assert found[0] == commands.EnquireLink(5)
    assert isinstance(found[1], BadPdu)
    assert found[1].loses_framing
    assert framer.is_lost
    assert framer.receive(whole) == []
    assert refusal(found[1]) == commands.GenericNack(0, statuses.RINVCMDLEN)


def test_the_longest_text_there_can_be_is_within_bounds() -> None:
    pdu = commands.DataSm(1, tlvs=(Tlv(0x0424, b"x" * 0xFFFF), Tlv(0x001E, b"y" * 65)))
    assert Framer().receive(encode(pdu)) == [pdu]


def test_a_bad_body_costs_one_pdu_and_not_the_link() -> None:
    frame = encode(DeliverSm(9, short_message=b"Hei"))
    lying = frame[:-4] + b"\xff" + frame[-3:]  # says 255 octets of message, has 3
    framer = Framer()
    bad, good = framer.receive(lying + frame)
    assert isinstance(bad, BadPdu)
    assert good == decode(frame)
    assert refusal(bad) == commands.DeliverSmResp(9, statuses.RINVMSGLEN)


def test_an_unknown_command_is_nacked_by_its_number_and_an_unknown_answer_is_not() -> None:
    request, answer = Framer().receive(
        bytes.fromhex("00000010 00000999 00000000 00000007 00000010 80000999 00000000 00000008")
    )
    assert isinstance(request, BadPdu)
    assert isinstance(answer, BadPdu)
    assert refusal(request) == commands.GenericNack(7, statuses.RINVCMDID)
    assert refusal(answer) is None


@pytest.mark.parametrize("kind", [pdu for pdu in PDUS if pdu.command_id & commands.RESPONSE])
def test_an_answer_of_an_error_may_have_no_body(kind: type[Pdu]) -> None:
    head = (16).to_bytes(4, "big") + kind.command_id.to_bytes(4, "big")
    read = decode(head + (0x58).to_bytes(4, "big") + (3).to_bytes(4, "big"))
    assert (type(read), read.status, read.sequence) == (kind, 0x58, 3)


@pytest.mark.parametrize("message_id", ["", "x" * 65, "x" * 300])
def test_a_message_id_is_read_however_long(message_id: str) -> None:
    for body in (message_id.encode() + b"\0", message_id.encode()):
        frame = bytes.fromhex("80000004 00000000 00000001") + body
        read = decode((len(frame) + 4).to_bytes(4, "big") + frame)
        assert isinstance(read, SubmitSmResp)
        assert (read.message_id or "") == message_id


def test_vendor_codes_stay_numbers() -> None:
    assert [statuses.name_of(code) for code in (0, 0x14, 0x410)] == [
        "ESME_ROK",
        "ESME_RMSGQFUL",
        "0x00000410",
    ]
