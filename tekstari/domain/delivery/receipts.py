"""What an operator tells about a message it took: the delivery report, read without ever failing.

The specification leaves the text to each operator. The parameters beside the text (TLVs) are read
first, the text second, and a receipt that is not understood is still kept by whoever asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from tekstari.domain.delivery.ids import IdRule, same_id
from tekstari.domain.delivery.reading.fields import fields
from tekstari.domain.delivery.reading.forms import Form
from tekstari.domain.delivery.reading.times import TwelveDigits, WallTime, wall_time
from tekstari.domain.delivery.states import Report

# SMPP 3.4, 5.3.2
RECEIPTED_MESSAGE_ID = 0x001E
NETWORK_ERROR_CODE = 0x0423
MESSAGE_STATE = 0x0427

# SMPP 3.4, 5.2.12: what bits 2 to 5 of esm_class say the message is.
MESSAGE_TYPE = 0b0011_1100
DELIVERY_RECEIPT = 0b0000_0100
INTERMEDIATE_NOTIFICATION = 0b0010_0000


class ReceiptState(StrEnum):
    """Where the operator says the message is."""

    ACCEPTED = "accepted"
    ENROUTE = "enroute"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"
    DELETED = "deleted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


# SMPP 3.4, 5.2.28; 0 and 9 are of version 5.
MESSAGE_STATES = {
    0: ReceiptState.ENROUTE,
    1: ReceiptState.ENROUTE,
    2: ReceiptState.DELIVERED,
    3: ReceiptState.EXPIRED,
    4: ReceiptState.DELETED,
    5: ReceiptState.FAILED,
    6: ReceiptState.ACCEPTED,
    7: ReceiptState.UNKNOWN,
    8: ReceiptState.REJECTED,
    9: ReceiptState.FAILED,
}

# SMPP 3.4, appendix B, and the longer and shorter ways operators write the same.
STATE_WORDS = {
    "ACCEPTD": ReceiptState.ACCEPTED,
    "ACCEPTED": ReceiptState.ACCEPTED,
    "ENROUTE": ReceiptState.ENROUTE,
    "BUFFERED": ReceiptState.ENROUTE,
    "DELIVRD": ReceiptState.DELIVERED,
    "DELIVERD": ReceiptState.DELIVERED,
    "DELIVERED": ReceiptState.DELIVERED,
    "UNDELIV": ReceiptState.FAILED,
    "UNDELIVERABLE": ReceiptState.FAILED,
    "UNDELIVERED": ReceiptState.FAILED,
    "FAILED": ReceiptState.FAILED,
    "EXPIRED": ReceiptState.EXPIRED,
    "DELETED": ReceiptState.DELETED,
    "REJECTD": ReceiptState.REJECTED,
    "REJECTED": ReceiptState.REJECTED,
    "UNKNOWN": ReceiptState.UNKNOWN,
}

# Taken by the operator is not delivered, and a state we do not know changes nothing.
REPORTS = {
    ReceiptState.ACCEPTED: Report.ACCEPTED,
    ReceiptState.ENROUTE: Report.ACCEPTED,
    ReceiptState.DELIVERED: Report.ARRIVED,
    ReceiptState.FAILED: Report.NOT_ARRIVED,
    ReceiptState.EXPIRED: Report.NOT_ARRIVED,
    ReceiptState.DELETED: Report.NOT_ARRIVED,
    ReceiptState.REJECTED: Report.NOT_ARRIVED,
}


@dataclass(frozen=True, slots=True)
class ReceiptPattern:
    """How a channel writes its receipts; what it does not say is read as most operators write it."""

    form: Form | None = None
    states: Mapping[str, ReceiptState] = field(default_factory=dict)
    zone: tzinfo | None = None
    twelve_digits: TwelveDigits = TwelveDigits.GUESS


STANDARD = ReceiptPattern()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery report, its words as they were written.

    `provider_id` is empty when none was found. `ids` are all the names it gives (the TLV's, the
    text's): any of them may be the one the answer gave. `report` is None when the state is unknown.
    """

    provider_id: str
    ids: tuple[str, ...]
    state: ReceiptState
    state_word: str
    report: Report | None
    error: str
    network_code: int | None
    submitted: WallTime | None
    done: WallTime | None
    text: str
    disagrees: bool
    """The TLVs and the text say different things; the TLVs were believed."""
    raw: str

    @property
    def done_at(self) -> datetime | None:
        """When it was done, where the receipt or its channel says in which zone."""
        return self.done.at if self.done and self.done.at.tzinfo else None


def is_receipt(esm_class: int, tlvs: Mapping[int, bytes]) -> bool:
    """Whether the operator says this is a receipt. Without its bit or its TLVs it is a text from a
    person, whatever it looks like: anybody can write `stat:DELIVRD` on a phone.

    >>> is_receipt(0x04, {}), is_receipt(0x44, {}), is_receipt(0x00, {0x001E: b"12"})
    (True, True, True)
    >>> is_receipt(0x00, {}), is_receipt(0x08, {})  # 0x08 comes from the handset itself
    (False, False)
    """
    if esm_class & MESSAGE_TYPE in (DELIVERY_RECEIPT, INTERMEDIATE_NOTIFICATION):
        return True
    return RECEIPTED_MESSAGE_ID in tlvs or MESSAGE_STATE in tlvs


def read_receipt(
    text: str, tlvs: Mapping[int, bytes] | None = None, pattern: ReceiptPattern = STANDARD
) -> Receipt | None:
    """What a receipt says; None when it names neither a message nor a state. It never raises.

    >>> read = read_receipt("id:77 submit date:2611210905 stat:undeliv err:03A text:Hei")
    >>> read.provider_id, read.state.value, read.report.value, read.error
    ('77', 'failed', 'not_arrived', '03A')
    >>> read_receipt("nothing readable") is None
    True
    """
    tlvs = tlvs or {}
    clean = text.replace("\0", "")
    found = (pattern.form.fields(clean) if pattern.form else None) or fields(clean)
    ids = tuple(dict.fromkeys(filter(None, (_tlv_id(tlvs), found.get("id", "")))))
    stat = found.get("stat", "")
    told = _tlv_state(tlvs)
    if not ids and not stat and told is None:
        return None
    written = _state_of(stat, pattern)
    state = told or written
    network_code = _network_code(tlvs)
    return Receipt(
        provider_id=ids[0] if ids else "",
        ids=ids,
        state=state,
        state_word=stat,
        report=REPORTS.get(state),
        error=found.get("err", "") or ("" if network_code is None else f"{network_code:03}"),
        network_code=network_code,
        submitted=wall_time(found.get("submit", ""), pattern.zone, pattern.twelve_digits),
        done=wall_time(found.get("done", ""), pattern.zone, pattern.twelve_digits),
        text=found.get("text", ""),
        disagrees=(bool(stat) and state is not written) or not _are_one(ids),
        raw=text,
    )


def _state_of(stat: str, pattern: ReceiptPattern) -> ReceiptState:
    word = stat.upper()
    for own, state in pattern.states.items():
        if own.upper() == word:
            return state
    return STATE_WORDS.get(word, ReceiptState.UNKNOWN)


def _tlv_id(tlvs: Mapping[int, bytes]) -> str:
    return tlvs.get(RECEIPTED_MESSAGE_ID, b"").split(b"\0")[0].decode("latin-1").strip()


def _tlv_state(tlvs: Mapping[int, bytes]) -> ReceiptState | None:
    return MESSAGE_STATES.get(int.from_bytes(tlvs.get(MESSAGE_STATE) or b"\xff", "big"))


def _network_code(tlvs: Mapping[int, bytes]) -> int | None:
    """The code of network_error_code (5.3.2.31): one byte names the network, two the error."""
    value = tlvs.get(NETWORK_ERROR_CODE, b"")
    return int.from_bytes(value[1:], "big") if len(value) == 3 else None


def _are_one(ids: tuple[str, ...]) -> bool:
    return all(same_id(ids[0], other, IdRule.EITHER) for other in ids[1:])
