"""What a far end delivers: receipts kept, texts joined and kept, and only then acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tekstari.channels.smpp.events import Delivered
from tekstari.channels.smpp.settings import SmppSettings
from tekstari.channels.smpp.text.dialect import Alphabet
from tekstari.channels.smpp.text.reading import Heard, read, text_of
from tekstari.data import receipts, received
from tekstari.data.received import Piece, ReceivedText, fingerprint
from tekstari.domain.delivery.ids import twins
from tekstari.domain.delivery.reasons import why_not_delivered
from tekstari.domain.delivery.receipts import Receipt, is_receipt, read_receipt
from tekstari.domain.delivery.states import Report
from tekstari.domain.people import BadPhone, phone

SHORTEST_PHONE = 9  # digits with those of the country


@dataclass(frozen=True, slots=True)
class Hearing:
    """The ear of one channel."""

    channel_id: UUID
    settings: SmppSettings

    def keep(self, delivered: Sequence[Delivered], now: datetime) -> bool:
        """Store what came in one transaction; True when there were receipts to match."""
        reports: list[receipts.Kept] = []
        with received.keeping() as cursor:
            for event in delivered:
                heard = _known(read(event.pdu, self.settings.dialect))
                tlvs = {tlv.tag: tlv.value for tlv in event.pdu.tlvs}
                if is_receipt(event.pdu.esm_class, tlvs):
                    reports.append(self._receipt(heard, tlvs))
                else:
                    self._text(cursor, heard, event.sequence, now)
            receipts.keep(cursor, self.channel_id, reports, now)
        return bool(reports)

    def give_up_waiting(self, now: datetime) -> None:
        """Long texts whose parts did not all come are kept with what came."""
        with received.keeping() as cursor:
            for pieces in received.overdue(cursor, self.channel_id, now):
                self._whole(cursor, pieces, 0, now)

    def _receipt(self, heard: Heard, tlvs: dict[int, bytes]) -> receipts.Kept:
        """A receipt that cannot be read is kept too, and acknowledged: it would only come again."""
        raw = text_of([heard]) or ""
        receipt = read_receipt(raw, tlvs)
        if receipt is None:
            return receipts.Kept((), "", raw)
        rule = self.settings.id_rule
        names = tuple(dict.fromkeys(form for id in receipt.ids for form in twins(id, rule)))
        clues = {"phone": heard.source, "sender": heard.destination, "text": receipt.text}
        return receipts.Kept(names, _report(receipt), raw, clues)

    def _text(self, cursor: Any, heard: Heard, sequence: int, now: datetime) -> None:
        if heard.part is None or heard.part.total == 1:
            self._keep_text(cursor, heard, [heard], sequence, now)
            return
        piece = Piece(
            heard.source,
            heard.destination,
            heard.part.reference,
            heard.part.total,
            heard.part.number,
            heard.octets,
            heard.alphabet.value,
        )
        for pieces in received.join(cursor, self.channel_id, piece, now):
            self._whole(cursor, pieces, sequence, now)

    def _whole(self, cursor: Any, pieces: Sequence[Piece], sequence: int, now: datetime) -> None:
        parts = [Heard(p.phone, p.sender, p.octets, Alphabet(p.alphabet), None, (), False) for p in pieces]
        is_incomplete = len(pieces) < pieces[0].total
        self._keep_text(cursor, parts[0], parts, sequence, now, is_incomplete=is_incomplete)

    def _keep_text(
        self,
        cursor: Any,
        first: Heard,
        parts: Sequence[Heard],
        sequence: int,
        now: datetime,
        *,
        is_incomplete: bool = False,
    ) -> None:
        octets = b"".join(part.octets for part in parts)
        mark = fingerprint(self.channel_id, first.source, first.destination, octets.hex())
        text = ReceivedText(
            first.source,
            first.destination,
            text_of(parts) or "",
            mark,
            sequence,
            is_incomplete,
        )
        received.keep_texts(cursor, self.channel_id, [text], now)


def _known(heard: Heard) -> Heard:
    return replace(heard, source=_with_plus(heard.source), destination=_with_plus(heard.destination))


def _with_plus(written: str) -> str:
    """Some far ends call every number unknown and leave the plus out."""
    if not written.isdecimal() or len(written) < SHORTEST_PHONE or written.startswith("0"):
        return written
    try:
        return phone("+" + written)
    except BadPhone:
        return written


def _report(receipt: Receipt) -> str:
    if receipt.report is Report.ARRIVED:
        return "arrived"
    if receipt.report is Report.NOT_ARRIVED:
        return f"not_arrived:{why_not_delivered(receipt) or ''}"[:60]
    return ""
