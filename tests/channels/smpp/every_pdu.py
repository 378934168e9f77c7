"""One of each PDU, filled so that every field shows, and a strategy that makes any of them."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from tekstari.channels.smpp.pdu import LAYOUTS
from tekstari.channels.smpp.wire import commands
from tekstari.channels.smpp.wire.commands import PDUS, Pdu
from tekstari.channels.smpp.wire.fields import CString, MessageId, Moment
from tekstari.channels.smpp.wire.tlvs import Tlv

UNKNOWN = Tlv(0x1454, b"\x00\xff")
BIND = {"system_id": "tekstari", "password": "salasana", "system_type": "VMA", "address_range": "^18100$"}
FROM_TO = {
    "source_addr_ton": 3,
    "source_addr_npi": 0,
    "source_addr": "18100",
    "dest_addr_ton": 1,
    "dest_addr_npi": 1,
    "destination_addr": "358401234567",
}
MESSAGE = {
    **FROM_TO,
    "service_type": "CMT",
    "esm_class": 0x40,
    "protocol_id": 1,
    "priority_flag": 2,
    "schedule_delivery_time": "261121140000000+",
    "validity_period": "000001020500000R",
    "registered_delivery": 1,
    "replace_if_present_flag": 0,
    "data_coding": 8,
    "sm_default_msg_id": 3,
    "short_message": "Hyvää päivää!".encode("utf-16-be"),
    "tlvs": (Tlv(0x0204, b"\x00\x07"), UNKNOWN, UNKNOWN),
}
FIELDS: dict[type[Pdu], dict[str, Any]] = {
    commands.BindReceiver: BIND,
    commands.BindTransmitter: BIND,
    commands.BindTransceiver: BIND,
    commands.BindReceiverResp: {"system_id": "FAREND", "tlvs": (Tlv(0x0210, b"\x34"),)},
    commands.BindTransmitterResp: {"system_id": ""},
    commands.BindTransceiverResp: {"status": 14},
    commands.QuerySm: {"message_id": "0a1B", "source_addr": "18100"},
    commands.QuerySmResp: {"message_id": "0a1B", "final_date": "261121140000000+", "message_state": 2},
    commands.SubmitSm: MESSAGE,
    commands.SubmitSmResp: {"message_id": "0004f3"},
    commands.DeliverSm: MESSAGE,
    commands.DeliverSmResp: {"message_id": ""},
    commands.CancelSm: {**FROM_TO, "message_id": "7"},
    commands.Outbind: {"system_id": "FAREND", "password": "x"},
    commands.AlertNotification: {"source_addr": "358401234567", "esme_addr": "18100", "tlvs": (UNKNOWN,)},
    commands.DataSm: {**FROM_TO, "data_coding": 8, "tlvs": (Tlv(0x0424, b"Hei" * 100),)},
    commands.DataSmResp: {"message_id": "d1", "tlvs": (UNKNOWN,)},
}
EVERY = [kind(sequence=0x01020304, **FIELDS.get(kind, {})) for kind in PDUS]

OCTETS = st.integers(0, 255)
TLVS = st.lists(st.builds(Tlv, st.integers(0, 0xFFFF), st.binary(max_size=40)), max_size=3).map(tuple)


def _values(write: Callable[..., bytes]) -> st.SearchStrategy[Any]:
    field = getattr(write, "__self__", None)
    letters = st.characters(min_codepoint=1, max_codepoint=255)
    if isinstance(field, Moment):
        return st.one_of(st.just(""), st.text(letters, min_size=16, max_size=16))
    if isinstance(field, MessageId | CString):
        return st.text(letters, max_size=field.size - 1)
    return st.binary(max_size=254) if type(field).__name__ == "Short" else OCTETS


@st.composite
def any_pdu(draw: st.DrawFn, kinds: Sequence[type[Pdu]] = PDUS) -> Pdu:
    kind = draw(st.sampled_from(kinds))
    values: dict[str, Any] = {}
    for step in LAYOUTS[kind]:
        source = OCTETS if len(step.names) > 1 else _values(step.write)
        values |= {name: draw(source) for name in step.names}
    status = draw(st.integers(0, 0xFFFFFFFF))
    return kind(draw(st.integers(0, 0xFFFFFFFF)), status, draw(TLVS), **values)
