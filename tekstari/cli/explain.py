"""`tekstari explain text|receipt|pdu`: what Tekstari makes of a text, a receipt or the bytes of a PDU.

JSON lines in, one answer per line out, in the same order. A line that cannot be explained is answered
with `{"error": …}` and the rest go on. Nothing is stored or sent.
"""

import json
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tekstari.channels.smpp.pdu import BadPdu, decode
from tekstari.channels.smpp.wire.commands import Pdu
from tekstari.channels.smpp.wire.tlvs import Tag
from tekstari.domain.delivery.reading.forms import form
from tekstari.domain.delivery.reading.syntax import BadPattern
from tekstari.domain.delivery.reading.times import WallTime
from tekstari.domain.delivery.receipts import (
    MESSAGE_STATE,
    RECEIPTED_MESSAGE_ID,
    ReceiptPattern,
    ReceiptState,
    is_receipt,
    read_receipt,
)
from tekstari.domain.text.cheaper import costly
from tekstari.domain.text.parts import parts_as_given, prepared

Line: TypeAlias = Mapping[str, Any]
ALPHABETS = {"GSM-7": "gsm7", "UCS-2": "ucs2"}


class NotExplained(ValueError):
    """A line that asks for something that cannot be read; its sentence is for the person."""


def add(commands: Any) -> None:
    parser = commands.add_parser("explain", help="what is made of a text, a receipt or a PDU (JSON lines)")
    parser.add_argument("what", choices=tuple(EXPLAINED))
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    explain, failed = EXPLAINED[arguments.what], False
    for written in sys.stdin.buffer:
        if not written.strip():
            continue
        try:
            answer = explain(_asked(written))
        except NotExplained as why:
            answer, failed = {"error": str(why)}, True
        # ASCII, so that half a surrogate pair can be told on any terminal.
        print(json.dumps(answer), flush=True)
    return 1 if failed else 0


def explain_text(asked: Line) -> dict[str, Any]:
    """How many parts a text takes. With `normalise` as it would leave, without as it stands.

    >>> explain_text({"text": "5 €"})
    {'alphabet': 'gsm7', 'parts': 1, 'units': 4, 'costly': []}
    >>> explain_text({"text": "Ž"})["costly"]
    [{'char': 'Ž', 'at': 0}]
    """
    text = _value(asked, "text", str, "")
    if _value(asked, "normalise", bool, False):
        text = prepared(text)
    counted = parts_as_given(text)
    return {
        "alphabet": ALPHABETS[counted.alphabet],
        "parts": counted.count,
        "units": counted.units,
        "costly": [{"char": dear.char, "at": dear.at} for dear in costly(text)],
    }


def explain_receipt(asked: Line) -> dict[str, Any]:
    """What a receipt says; words as they were written, times on the operator's own wall.

    >>> told = explain_receipt({"esm_class": 4, "text": "id:07 done date:2611210905 stat:DELIVRD"})
    >>> told["id"], told["state"], told["done_at"], told["unparsed"]
    ('07', 'delivered', '2026-11-21T09:05', False)
    """
    tlvs = _tlvs(_value(asked, "tlv", dict, {}))
    read = read_receipt(_value(asked, "text", str, ""), tlvs, _pattern(_value(asked, "channel", dict, {})))
    return {
        "is_receipt": is_receipt(_value(asked, "esm_class", int, 0), tlvs),
        "id": read.provider_id if read else "",
        "state": (read.state if read else ReceiptState.UNKNOWN).value,
        "stat": read.state_word if read else "",
        "err": read.error if read else "",
        "submitted_at": _iso(read.submitted) if read else None,
        "done_at": _iso(read.done) if read else None,
        "text": read.text if read else "",
        "unparsed": not (read and read.provider_id),
    }


def explain_pdu(asked: Line) -> dict[str, Any]:
    """The fields of a PDU by the specification's names, or its fault. A password is not told.

    >>> explain_pdu({"hex": "00000010000000150000000000000007"})
    {'command': 'enquire_link', 'status': 0, 'sequence': 7, 'fields': {}, 'tlvs': []}
    >>> explain_pdu({"hex": "00000010"})["fault"]
    'length'
    """
    try:
        frame = bytes.fromhex(_value(asked, "hex", str, ""))
    except ValueError:
        raise NotExplained("hex must be the bytes of one PDU, two hexadecimal digits each.") from None
    try:
        pdu = decode(frame)
    except BadPdu as bad:
        return {"fault": bad.reason.value, "field": bad.field, "status_to_answer": bad.status}
    own = {field.name: getattr(pdu, field.name) for field in fields(pdu)}
    head = {name: own.pop(name) for name in ("status", "sequence")}
    tlvs = own.pop("tlvs")
    if "password" in own:
        own["password"] = "…" if own["password"] else ""
    return {
        "command": _command(pdu),
        **head,
        "fields": {name: _plain(value) for name, value in own.items()},
        "tlvs": [{"tag": _tag(tlv.tag), "value": tlv.value.hex()} for tlv in tlvs],
    }


EXPLAINED: Mapping[str, Callable[[Line], dict[str, Any]]] = {
    "text": explain_text,
    "receipt": explain_receipt,
    "pdu": explain_pdu,
}


def _asked(written: bytes) -> Line:
    try:
        asked = json.loads(written)
    except (ValueError, RecursionError):
        raise NotExplained("This line is not well-formed JSON.") from None
    if not isinstance(asked, dict):
        raise NotExplained('A line is one JSON object, for example {"text": "Hei"}.')
    return asked


def _value(asked: Line, name: str, kind: type, missing: Any) -> Any:
    value = asked.get(name)
    if value is None:
        return missing
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        kinds = {str: "a text", bool: "true or false", int: "a whole number", dict: "an object"}
        raise NotExplained(f"{name} must be {kinds[kind]}.")
    return value


def _tlvs(given: Line) -> dict[int, bytes]:
    tlvs = {}
    if (named := given.get("receipted_message_id")) not in (None, ""):
        tlvs[RECEIPTED_MESSAGE_ID] = str(named).encode("latin-1", "replace") + b"\0"
    if (state := given.get("message_state")) not in (None, ""):
        try:
            tlvs[MESSAGE_STATE] = bytes([int(state)])
        except (TypeError, ValueError):
            raise NotExplained("tlv.message_state must be a whole number from 0 to 255.") from None
    return tlvs


def _pattern(channel: Line) -> ReceiptPattern:
    written, states = _value(channel, "pattern", str, ""), _value(channel, "states", dict, {})
    try:
        own = {word: ReceiptState(state) for word, state in states.items()}
    except ValueError:
        raise NotExplained(f"channel.states can be: {', '.join(ReceiptState)}.") from None
    try:
        own_form = form(written) if written else None
    except BadPattern as bad:
        raise NotExplained(f"channel.pattern cannot be read: {bad}") from None
    return ReceiptPattern(form=own_form, states=own, zone=_zone(_value(channel, "zone", str, "")))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise NotExplained("channel.zone must be a time zone like Europe/Helsinki.") from None


def _iso(time: WallTime | None) -> str | None:
    return time.iso() if time else None


def _command(pdu: Pdu) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(pdu).__name__).lower()


def _tag(tag: int) -> str:
    return Tag(tag).name.lower() if tag in Tag._value2member_map_ else f"0x{tag:04x}"


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
