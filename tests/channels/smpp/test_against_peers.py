"""The same PDUs through codecs that others wrote: what they write we read, and the opposite."""

import re
from dataclasses import fields
from datetime import datetime
from typing import Any

import pytest

from tekstari.channels.smpp.pdu import decode, encode
from tekstari.channels.smpp.wire import commands
from tekstari.channels.smpp.wire.commands import Pdu
from tekstari.channels.smpp.wire.tlvs import Tlv

FROM_TO = {
    "source_addr_ton": 5,
    "source_addr_npi": 0,
    "source_addr": "Tekstari",
    "dest_addr_ton": 1,
    "dest_addr_npi": 1,
    "destination_addr": "358401234567",
}
SHARED: list[Pdu] = [
    commands.BindTransceiver(1, system_id="tekstari", password="salasana", system_type="VMA"),
    commands.BindTransmitter(2, system_id="t", addr_ton=1, addr_npi=1, address_range="^1"),
    commands.BindReceiver(3, system_id="t"),
    commands.BindTransceiverResp(1, system_id="FAREND"),
    commands.Unbind(4),
    commands.UnbindResp(4),
    commands.EnquireLink(5),
    commands.EnquireLinkResp(5),
    commands.GenericNack(6, 3),
    commands.SubmitSm(7, **FROM_TO, registered_delivery=1, short_message=b"Hei"),
    commands.SubmitSm(
        8, **FROM_TO, data_coding=8, short_message="Žaneta 😀".encode("utf-16-be"), service_type="CMT"
    ),
    commands.SubmitSm(9, **FROM_TO, esm_class=0x40, short_message=bytes.fromhex("050003a50201") + b"x" * 134),
    commands.SubmitSm(10, **FROM_TO, tlvs=(Tlv(0x0204, b"\x00\x07"), Tlv(0x0424, b"Hei" * 90))),
    commands.SubmitSm(
        11, **FROM_TO, tlvs=(Tlv(0x020C, b"\0\5"), Tlv(0x020E, b"\2"), Tlv(0x020F, b"\1")), short_message=b"a"
    ),
    commands.SubmitSmResp(7, message_id="0004f3"),
    commands.DeliverSm(
        12,
        source_addr="358401234567",
        destination_addr="18100",
        esm_class=4,
        short_message=b"id:1 stat:DELIVRD",
        tlvs=(Tlv(0x0427, b"\2"), Tlv(0x001E, b"1\0")),
    ),
    commands.DeliverSmResp(12, message_id=""),
]
NAMES = [f"{type(pdu).__name__}-{pdu.sequence}" for pdu in SHARED]


@pytest.fixture(params=SHARED, ids=NAMES)
def pdu(request: pytest.FixtureRequest) -> Pdu:
    return request.param


#: smpplib is a client: it writes requests, and parameters in its own order.
WRITTEN_BY_A_CLIENT = [p for p in SHARED if not p.tlvs and not p.command_id & commands.RESPONSE]


class TestSmpplib:
    """Its fields have our names, so they are compared one by one."""

    @pytest.fixture(autouse=True)
    def _peer(self) -> None:
        pytest.importorskip("smpplib", reason="smpplib is not installed: the codec is not compared")

    def test_it_reads_what_we_write(self, pdu: Pdu) -> None:
        from smpplib.smpp import parse_pdu

        theirs = parse_pdu(encode(pdu), client=NUMBERED, allow_unknown_opt_params=True)
        assert theirs.sequence == pdu.sequence
        assert theirs.status == pdu.status
        for name in _body(pdu):
            assert _plain(getattr(theirs, name)) == _plain(getattr(pdu, name)), name

    @pytest.mark.parametrize("pdu", WRITTEN_BY_A_CLIENT, ids=lambda pdu: type(pdu).__name__)
    def test_it_writes_what_we_write(self, pdu: Pdu) -> None:
        from smpplib.smpp import make_pdu

        name = re.sub("(?<!^)([A-Z])", r"_\1", type(pdu).__name__).lower()
        body = {field: getattr(pdu, field) or None for field in _body(pdu)}
        theirs = make_pdu(name, client=NUMBERED, **body)
        assert theirs.generate() == encode(pdu, sequence=1)


NUMBERED = type("Client", (), {"sequence": 1, "next_sequence": lambda self: 1})()


class TestPdu3:
    """It checks values by itself; octet for octet is the comparison."""

    @pytest.fixture(autouse=True)
    def _peer(self) -> None:
        pytest.importorskip("smpp.pdu.pdu_encoding", reason="smpp.pdu3 is not installed")

    def test_it_reads_what_we_write_and_writes_the_same(self, pdu: Pdu) -> None:
        from io import BytesIO

        from smpp.pdu.pdu_encoding import PDUEncoder

        frame = encode(pdu)
        assert PDUEncoder().encode(PDUEncoder().decode(BytesIO(frame))) == frame

    def test_we_read_what_it_writes(self) -> None:
        from smpp.pdu import operations, pdu_types
        from smpp.pdu.pdu_encoding import PDUEncoder

        theirs = operations.SubmitSM(
            seqNum=21,
            service_type="CMT",
            source_addr_ton=pdu_types.AddrTon.ALPHANUMERIC,
            source_addr_npi=pdu_types.AddrNpi.UNKNOWN,
            source_addr="Tekstari",
            dest_addr_ton=pdu_types.AddrTon.INTERNATIONAL,
            dest_addr_npi=pdu_types.AddrNpi.ISDN,
            destination_addr="358401234567",
            validity_period=datetime(2026, 11, 21, 14, 0),
            short_message=b"Hei",
        )
        ours = decode(PDUEncoder().encode(theirs))
        assert isinstance(ours, commands.SubmitSm)
        assert (ours.service_type, ours.source_addr, ours.source_addr_ton) == ("CMT", "Tekstari", 5)
        assert (ours.dest_addr_ton, ours.dest_addr_npi) == (1, 1)
        assert (ours.destination_addr, ours.short_message) == ("358401234567", b"Hei")
        assert ours.validity_period.startswith("261121140000")


def _body(pdu: Pdu) -> list[str]:
    return [f.name for f in fields(pdu) if f.name not in ("sequence", "status", "tlvs")]


def _plain(value: Any) -> Any:
    """They keep strings as bytes, and an empty one as None or zero."""
    if isinstance(value, str):
        value = value.encode("latin-1")
    return value or b""
