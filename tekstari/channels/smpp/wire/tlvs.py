"""Optional parameters (SMPP 3.4, 5.3): tag, length, value.

Kept as they came, in their order, known or not and repeated or not, so that what is read can be
written again octet for octet.
"""

from collections.abc import Iterable
from enum import IntEnum
from struct import Struct
from typing import NamedTuple

from tekstari.channels.smpp.wire import statuses
from tekstari.channels.smpp.wire.fields import BadField, Fault

HEAD = Struct(">HH")


class Tag(IntEnum):
    """The tags of SMPP 3.4."""

    DEST_ADDR_SUBUNIT = 0x0005
    DEST_NETWORK_TYPE = 0x0006
    DEST_BEARER_TYPE = 0x0007
    DEST_TELEMATICS_ID = 0x0008
    SOURCE_ADDR_SUBUNIT = 0x000D
    SOURCE_NETWORK_TYPE = 0x000E
    SOURCE_BEARER_TYPE = 0x000F
    SOURCE_TELEMATICS_ID = 0x0010
    QOS_TIME_TO_LIVE = 0x0017
    PAYLOAD_TYPE = 0x0019
    ADDITIONAL_STATUS_INFO_TEXT = 0x001D
    RECEIPTED_MESSAGE_ID = 0x001E
    MS_MSG_WAIT_FACILITIES = 0x0030
    PRIVACY_INDICATOR = 0x0201
    SOURCE_SUBADDRESS = 0x0202
    DEST_SUBADDRESS = 0x0203
    USER_MESSAGE_REFERENCE = 0x0204
    USER_RESPONSE_CODE = 0x0205
    SOURCE_PORT = 0x020A
    DESTINATION_PORT = 0x020B
    SAR_MSG_REF_NUM = 0x020C
    LANGUAGE_INDICATOR = 0x020D
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    SC_INTERFACE_VERSION = 0x0210
    CALLBACK_NUM_PRES_IND = 0x0302
    CALLBACK_NUM_ATAG = 0x0303
    NUMBER_OF_MESSAGES = 0x0304
    CALLBACK_NUM = 0x0381
    DPF_RESULT = 0x0420
    SET_DPF = 0x0421
    MS_AVAILABILITY_STATUS = 0x0422
    NETWORK_ERROR_CODE = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    DELIVERY_FAILURE_REASON = 0x0425
    MORE_MESSAGES_TO_SEND = 0x0426
    MESSAGE_STATE = 0x0427
    USSD_SERVICE_OP = 0x0501
    DISPLAY_TIME = 0x1201
    SMS_SIGNAL = 0x1203
    MS_VALIDITY = 0x1204
    ALERT_ON_MESSAGE_DELIVERY = 0x130C
    ITS_REPLY_TYPE = 0x1380
    ITS_SESSION_INFO = 0x1383


NAMES = {tag.value: tag.name.lower() for tag in Tag}


class Tlv(NamedTuple):
    """One optional parameter."""

    tag: int
    value: bytes


def write(tlvs: Iterable[Tlv]) -> bytes:
    """Raises BadField when a tag or a value does not fit in 16 bits."""
    pieces: list[bytes] = []
    for tag, value in tlvs:
        if not 0 <= tag <= 0xFFFF or len(value) > 0xFFFF:
            raise BadField(Fault.OUT_OF_RANGE, statuses.RINVOPTPARSTREAM, "tlvs")
        pieces += (HEAD.pack(tag, len(value)), value)
    return b"".join(pieces)


def read(frame: bytes, at: int) -> tuple[Tlv, ...]:
    """Everything from `at` to the end of the frame."""
    found, end = [], len(frame)
    while at < end:
        if at + 4 > end:
            raise BadField(Fault.TLV_CUT_SHORT, statuses.RINVOPTPARSTREAM, "tlvs")
        tag, length = HEAD.unpack_from(frame, at)
        at += 4 + length
        if at > end:
            raise BadField(Fault.TLV_CUT_SHORT, statuses.RINVOPTPARSTREAM, "tlvs")
        found.append(Tlv(tag, frame[at - length : at]))
    return tuple(found)


def find(tlvs: Iterable[Tlv], tag: int) -> bytes | None:
    """The first value with this tag.

    >>> find((Tlv(0x1E, b"abc"), Tlv(0x427, b"\\2")), Tag.MESSAGE_STATE)
    b'\\x02'
    """
    return next((tlv.value for tlv in tlvs if tlv.tag == tag), None)


def number(tlvs: Iterable[Tlv], tag: int) -> int | None:
    """The first value with this tag as an unsigned number; far ends write one in any width."""
    value = find(tlvs, tag)
    return int.from_bytes(value, "big") if value else None
