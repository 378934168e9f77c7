"""Every PDU a client meets (SMPP 3.4, 4), one class each, its fields in the order of the wire.

The type of a field says how it is written, so the class is the only place a field is named.
`RESPONSE` is the bit that makes an answer of a command id.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from tekstari.channels.smpp.wire import statuses
from tekstari.channels.smpp.wire.fields import CString, MessageId, Moment, Octet, Short
from tekstari.channels.smpp.wire.tlvs import Tlv

RESPONSE = 0x80000000

Byte = Annotated[int, Octet()]
SystemId = Annotated[str, CString(16, statuses.RINVSYSID)]
ServiceType = Annotated[str, CString(6, statuses.RINVSERTYP)]
Source = Annotated[str, CString(21, statuses.RINVSRCADR)]
Destination = Annotated[str, CString(21, statuses.RINVDSTADR)]
LongSource = Annotated[str, CString(65, statuses.RINVSRCADR)]
LongDestination = Annotated[str, CString(65, statuses.RINVDSTADR)]
Id = Annotated[str, CString(65, statuses.RINVMSGID)]
AnsweredId = Annotated[str | None, MessageId()]


@dataclass(frozen=True, slots=True)
class Pdu:
    """What every PDU has. A session numbers what it sends; `tlvs` are kept as they came."""

    command_id: ClassVar[int]
    sequence: int = 0
    status: int = 0
    tlvs: tuple[Tlv, ...] = ()


@dataclass(frozen=True, slots=True)
class GenericNack(Pdu):
    command_id: ClassVar[int] = 0x80000000


@dataclass(frozen=True, slots=True)
class _Bind(Pdu):
    system_id: SystemId = ""
    password: Annotated[str, CString(9, statuses.RINVPASWD)] = ""
    system_type: Annotated[str, CString(13, statuses.RINVSYSTYP)] = ""
    interface_version: Byte = 0x34
    addr_ton: Byte = 0
    addr_npi: Byte = 0
    address_range: Annotated[str, CString(41)] = ""

    def __repr__(self) -> str:
        # A password must not reach a log, and a repr is what logs print.
        return f"{type(self).__name__}(sequence={self.sequence}, system_id={self.system_id!r})"


@dataclass(frozen=True, slots=True)
class _BindResp(Pdu):
    system_id: Annotated[str | None, MessageId(16, statuses.RINVSYSID)] = None


@dataclass(frozen=True, slots=True, repr=False)
class BindReceiver(_Bind):
    command_id: ClassVar[int] = 0x01


@dataclass(frozen=True, slots=True)
class BindReceiverResp(_BindResp):
    command_id: ClassVar[int] = 0x80000001


@dataclass(frozen=True, slots=True, repr=False)
class BindTransmitter(_Bind):
    command_id: ClassVar[int] = 0x02


@dataclass(frozen=True, slots=True)
class BindTransmitterResp(_BindResp):
    command_id: ClassVar[int] = 0x80000002


@dataclass(frozen=True, slots=True, repr=False)
class BindTransceiver(_Bind):
    command_id: ClassVar[int] = 0x09


@dataclass(frozen=True, slots=True)
class BindTransceiverResp(_BindResp):
    command_id: ClassVar[int] = 0x80000009


@dataclass(frozen=True, slots=True)
class QuerySm(Pdu):
    command_id: ClassVar[int] = 0x03
    message_id: Id = ""
    source_addr_ton: Byte = 0
    source_addr_npi: Byte = 0
    source_addr: Source = ""


@dataclass(frozen=True, slots=True)
class QuerySmResp(Pdu):
    command_id: ClassVar[int] = 0x80000003
    message_id: Id = ""
    final_date: Annotated[str, Moment()] = ""
    message_state: Byte = 0
    error_code: Byte = 0


@dataclass(frozen=True, slots=True)
class _Message(Pdu):
    """The body that submit_sm and deliver_sm share; `sm_length` is the message's own."""

    service_type: ServiceType = ""
    source_addr_ton: Byte = 0
    source_addr_npi: Byte = 0
    source_addr: Source = ""
    dest_addr_ton: Byte = 0
    dest_addr_npi: Byte = 0
    destination_addr: Destination = ""
    esm_class: Byte = 0
    protocol_id: Byte = 0
    priority_flag: Byte = 0
    schedule_delivery_time: Annotated[str, Moment(status=statuses.RINVSCHED)] = ""
    validity_period: Annotated[str, Moment(status=statuses.RINVEXPIRY)] = ""
    registered_delivery: Byte = 0
    replace_if_present_flag: Byte = 0
    data_coding: Byte = 0
    sm_default_msg_id: Byte = 0
    short_message: Annotated[bytes, Short()] = b""


@dataclass(frozen=True, slots=True)
class SubmitSm(_Message):
    command_id: ClassVar[int] = 0x04


@dataclass(frozen=True, slots=True)
class SubmitSmResp(Pdu):
    command_id: ClassVar[int] = 0x80000004
    message_id: AnsweredId = None


@dataclass(frozen=True, slots=True)
class DeliverSm(_Message):
    command_id: ClassVar[int] = 0x05


@dataclass(frozen=True, slots=True)
class DeliverSmResp(Pdu):
    """Its message id is unused and empty (4.6.2), but an answer of success has the NUL."""

    command_id: ClassVar[int] = 0x80000005
    message_id: AnsweredId = None


@dataclass(frozen=True, slots=True)
class Unbind(Pdu):
    command_id: ClassVar[int] = 0x06


@dataclass(frozen=True, slots=True)
class UnbindResp(Pdu):
    command_id: ClassVar[int] = 0x80000006


@dataclass(frozen=True, slots=True)
class CancelSm(Pdu):
    command_id: ClassVar[int] = 0x08
    service_type: ServiceType = ""
    message_id: Id = ""
    source_addr_ton: Byte = 0
    source_addr_npi: Byte = 0
    source_addr: Source = ""
    dest_addr_ton: Byte = 0
    dest_addr_npi: Byte = 0
    destination_addr: Destination = ""


@dataclass(frozen=True, slots=True)
class CancelSmResp(Pdu):
    command_id: ClassVar[int] = 0x80000008


@dataclass(frozen=True, slots=True)
class Outbind(Pdu):
    command_id: ClassVar[int] = 0x0B
    system_id: SystemId = ""
    password: Annotated[str, CString(9, statuses.RINVPASWD)] = ""

    def __repr__(self) -> str:
        return f"Outbind(sequence={self.sequence}, system_id={self.system_id!r})"


@dataclass(frozen=True, slots=True)
class EnquireLink(Pdu):
    command_id: ClassVar[int] = 0x15


@dataclass(frozen=True, slots=True)
class EnquireLinkResp(Pdu):
    command_id: ClassVar[int] = 0x80000015


@dataclass(frozen=True, slots=True)
class AlertNotification(Pdu):
    command_id: ClassVar[int] = 0x102
    source_addr_ton: Byte = 0
    source_addr_npi: Byte = 0
    source_addr: LongSource = ""
    esme_addr_ton: Byte = 0
    esme_addr_npi: Byte = 0
    esme_addr: LongDestination = ""


@dataclass(frozen=True, slots=True)
class DataSm(Pdu):
    command_id: ClassVar[int] = 0x103
    service_type: ServiceType = ""
    source_addr_ton: Byte = 0
    source_addr_npi: Byte = 0
    source_addr: LongSource = ""
    dest_addr_ton: Byte = 0
    dest_addr_npi: Byte = 0
    destination_addr: LongDestination = ""
    esm_class: Byte = 0
    registered_delivery: Byte = 0
    data_coding: Byte = 0


@dataclass(frozen=True, slots=True)
class DataSmResp(Pdu):
    command_id: ClassVar[int] = 0x80000103
    message_id: AnsweredId = None


PDUS: tuple[type[Pdu], ...] = (
    GenericNack,
    BindReceiver,
    BindReceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    BindTransceiver,
    BindTransceiverResp,
    QuerySm,
    QuerySmResp,
    SubmitSm,
    SubmitSmResp,
    DeliverSm,
    DeliverSmResp,
    Unbind,
    UnbindResp,
    CancelSm,
    CancelSmResp,
    Outbind,
    EnquireLink,
    EnquireLinkResp,
    AlertNotification,
    DataSm,
    DataSmResp,
)
BY_ID = {pdu.command_id: pdu for pdu in PDUS}


def response_to(request: type[Pdu]) -> type[Pdu] | None:
    """The answer a request waits for; outbind and alert_notification wait for none.

    >>> response_to(SubmitSm).__name__, response_to(Outbind)
    ('SubmitSmResp', None)
    """
    return BY_ID.get(request.command_id | RESPONSE)
