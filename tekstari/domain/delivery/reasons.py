"""What operators' codes mean: whose fault, for good or for a while, and what a person is told.

The numbers are of SMPP 3.4 (5.1.3) and of 3GPP TS 29.002 (17.6.6); from 0x400 on they are each
operator's own, and a channel may give a table of its own. A code that nobody knows is final for
the message and told with its number: trying again what we do not understand is how one text becomes many.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from tekstari.domain.delivery.receipts import Receipt, ReceiptState

NO_PAUSE = timedelta(0)
NO_CODES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an operator did not take a message, as a reason id.

    `again_after` is None when this message has failed for good; `channel_pause` is how long
    nothing at all is sent on the channel. Both are where a channel begins, and its settings win.
    """

    reason: str
    again_after: timedelta | None = None
    channel_pause: timedelta = NO_PAUSE

    @property
    def is_final(self) -> bool:
        return self.again_after is None


def _later(reason: str, *, seconds: int, pause: int = 0) -> Cause:
    return Cause(reason, timedelta(seconds=seconds), timedelta(seconds=pause))


def _closed(reason: str, *, minutes: int) -> Cause:
    """The channel itself is refused: the message waits, and so does everything else."""
    return Cause(reason, timedelta(minutes=minutes), timedelta(minutes=minutes))


OUR_FAULT = Cause("operator.our_fault")
BAD_NUMBER = Cause("operator.number_malformed")
BAD_SENDER = Cause("operator.sender_refused")
REFUSED = Cause("operator.refused")

# command_status -> cause.
COMMAND_STATUS: Mapping[int, Cause] = {
    0x01: Cause("operator.too_long"),  # ESME_RINVMSGLEN
    0x02: OUR_FAULT,  # ESME_RINVCMDLEN
    0x03: OUR_FAULT,  # ESME_RINVCMDID
    0x04: _later("operator.not_logged_in", seconds=30, pause=5),  # ESME_RINVBNDSTS
    0x05: _closed("operator.already_connected", minutes=5),  # ESME_RALYBND
    0x06: OUR_FAULT,  # ESME_RINVPRTFLG
    0x07: OUR_FAULT,  # ESME_RINVREGDLVFLG
    0x08: _later("operator.fault", seconds=30),  # ESME_RSYSERR
    0x0A: BAD_SENDER,  # ESME_RINVSRCADR
    0x0B: BAD_NUMBER,  # ESME_RINVDSTADR
    0x0C: OUR_FAULT,  # ESME_RINVMSGID
    0x0D: _closed("operator.log_in_refused", minutes=15),  # ESME_RBINDFAIL
    0x0E: _closed("operator.log_in_refused", minutes=15),  # ESME_RINVPASWD
    0x0F: _closed("operator.log_in_refused", minutes=15),  # ESME_RINVSYSID
    0x11: REFUSED,  # ESME_RCANCELFAIL
    0x13: REFUSED,  # ESME_RREPLACEFAIL
    # This number's queue is full, not the channel's: the others keep flowing.
    0x14: _later("operator.queue_full", seconds=180),  # ESME_RMSGQFUL
    0x15: OUR_FAULT,  # ESME_RINVSERTYP
    0x33: BAD_NUMBER,  # ESME_RINVNUMDESTS
    0x34: OUR_FAULT,  # ESME_RINVDLNAME
    0x40: OUR_FAULT,  # ESME_RINVDESTFLAG
    0x42: OUR_FAULT,  # ESME_RINVSUBREP
    0x43: OUR_FAULT,  # ESME_RINVESMCLASS
    0x44: OUR_FAULT,  # ESME_RCNTSUBDL
    0x45: REFUSED,  # ESME_RSUBMITFAIL
    0x48: BAD_SENDER,  # ESME_RINVSRCTON
    0x49: BAD_SENDER,  # ESME_RINVSRCNPI
    0x50: BAD_NUMBER,  # ESME_RINVDSTTON
    0x51: BAD_NUMBER,  # ESME_RINVDSTNPI
    0x53: _closed("operator.log_in_refused", minutes=15),  # ESME_RINVSYSTYP
    0x54: OUR_FAULT,  # ESME_RINVREPFLAG
    0x55: OUR_FAULT,  # ESME_RINVNUMMSGS
    0x58: _later("operator.throttled", seconds=1, pause=1),  # ESME_RTHROTTLED
    0x61: _later("operator.our_schedule", seconds=300),  # ESME_RINVSCHED
    0x62: OUR_FAULT,  # ESME_RINVEXPIRY
    0x63: OUR_FAULT,  # ESME_RINVDFTMSGID
    0x64: _later("operator.fault", seconds=30),  # ESME_RX_T_APPN
    0x65: REFUSED,  # ESME_RX_P_APPN
    0x66: REFUSED,  # ESME_RX_R_APPN
    0x67: REFUSED,  # ESME_RQUERYFAIL
    0xC0: OUR_FAULT,  # ESME_RINVOPTPARSTREAM
    0xC1: OUR_FAULT,  # ESME_ROPTPARNOTALLWD
    0xC2: OUR_FAULT,  # ESME_RINVPARLEN
    0xC3: OUR_FAULT,  # ESME_RMISSINGOPTPARAM
    0xC4: OUR_FAULT,  # ESME_RINVOPTPARAMVAL
    0xFE: REFUSED,  # ESME_RDELIVERYFAILURE
    0xFF: _later("operator.fault", seconds=30),  # ESME_RUNKNOWNERR
}

# Codes that Telia adds. A used-up quota or a block is not cured by trying again at once.
TELIA: Mapping[int, Cause] = {
    0x410: Cause("operator.sender_refused"),
    0x411: _closed("operator.quota", minutes=60),
    0x412: Cause("operator.blocked", channel_pause=timedelta(minutes=60)),
}

# What the network says of a phone (MAP user errors), in network_error_code and often in `err`.
GSM_ERRORS: Mapping[int, str] = {
    1: "operator.number_not_in_use",  # unknown subscriber
    5: "operator.number_not_in_use",  # unidentified subscriber
    6: "operator.phone_unreachable",  # absent subscriber, for a short message
    9: "operator.number_not_in_use",  # illegal subscriber
    10: "operator.no_texts",  # bearer service not provisioned
    11: "operator.no_texts",  # teleservice not provisioned
    12: "operator.phone_barred",  # illegal equipment
    13: "operator.phone_barred",  # call barred
    21: "operator.no_texts",  # facility not supported
    27: "operator.phone_unreachable",  # absent subscriber
    31: "operator.phone_busy",  # subscriber busy for a short message
    32: "operator.phone_full",  # delivery failure: nearly always a full memory
    33: "operator.phone_unreachable",  # message waiting list full
    34: "operator.fault",  # system failure
    35: "operator.our_fault",  # data missing
    36: "operator.our_fault",  # unexpected data value
}

STATES: Mapping[ReceiptState, str] = {
    ReceiptState.FAILED: "operator.not_delivered",
    ReceiptState.EXPIRED: "operator.expired",
    ReceiptState.DELETED: "operator.deleted",
    ReceiptState.REJECTED: "operator.refused",
}


def cause(command_status: int, own: Mapping[int, Cause] | None = None) -> Cause:
    """What an answer means that is not OK; `own` are the channel's codes and come first.

    >>> cause(0x58).reason, cause(0x58).is_final
    ('operator.throttled', False)
    >>> cause(0x410), cause(0x410, TELIA).reason
    (Cause(reason='operator.code', again_after=None, channel_pause=datetime.timedelta(0)), \
'operator.sender_refused')
    """
    unknown = Cause("operator.code")
    return (own or {}).get(command_status) or COMMAND_STATUS.get(command_status, unknown)


def why_not_delivered(receipt: Receipt, own: Mapping[str, str] = NO_CODES) -> str | None:
    """The reason id of a receipt that says no, or None for one that does not.

    `err` means something else at each operator, so it is read only by the channel's own table; the
    network's code is the same everywhere.
    """
    if receipt.state not in STATES:
        return None
    told = own.get(receipt.error) or own.get(receipt.error.lstrip("0"))
    return told or GSM_ERRORS.get(receipt.network_code or 0) or STATES[receipt.state]
