"""How fast the SMPP codec and session are, on bytes alone: no socket, no database. Prints JSON.

    uv run --group dev python bench/smpp.py [--submits 20000] [--window 100]

`ours` is a whole conversation: the text made into a submit, put into the window, written, its answer
read and matched. `smpplib` makes and writes the same submit and reads the same answer, and keeps no
window. Figures of a shared machine say little by themselves; quote the ratio.
"""

import argparse
import json
from collections.abc import Callable
from statistics import median
from time import perf_counter

from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.events import Answered, Delivered
from tekstari.channels.smpp.pdu import encode
from tekstari.channels.smpp.session import Session
from tekstari.channels.smpp.text.dialect import Dialect
from tekstari.channels.smpp.text.writing import Letter, submits
from tekstari.channels.smpp.wire.commands import BindTransceiverResp, DeliverSm, SubmitSmResp
from tekstari.channels.smpp.wire.tlvs import Tlv

TEXT = (
    "Hei! Tilauksesi 10042 on noudettavissa. Olemme avoinna arkisin 8-17. "
    "Vastaa K, niin soitamme. Tervetuloa! Testikorjaamo"
)
RECEIPT = (
    b"id:0004f3 sub:001 dlvrd:001 submit date:2611211400 done date:2611211401 stat:DELIVRD err:000 text:Hei"
)
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submits", type=int, default=20_000)
    parser.add_argument("--window", type=int, default=100)
    arguments = parser.parse_args()
    count, window = arguments.submits, arguments.window
    figures = {
        "submits": count,
        "window": window,
        "ours_submits_per_second": _fastest(lambda: _submitting(count, window)),
        "ours_deliveries_per_second": _fastest(lambda: _delivering(count, window)),
        "smpplib_submits_per_second": _fastest(lambda: _smpplib(count // 4)),
    }
    if theirs := figures["smpplib_submits_per_second"]:
        figures["times_smpplib"] = round(figures["ours_submits_per_second"] / theirs, 1)
    print(json.dumps(figures, indent=2))


def _fastest(run: Callable[[], float]) -> int:
    """The median of the rounds, as each says how many a second it did."""
    return round(median(run() for _ in range(ROUNDS)))


def _bound(window: int) -> Session:
    session = Session(SessionConfig("bench", window=window, deliveries_held=window), 0.0)
    session.connected(0.0)
    session.bytes_to_send()
    session.receive(encode(BindTransceiverResp(1, system_id="far end")), 0.0)
    return session


def _submitting(count: int, window: int) -> float:
    session, dialect, spent, answered = _bound(window), Dialect(), 0.0, 0
    for first in range(0, count, window):
        began = perf_counter()
        numbers = []
        for place in range(first, first + window):
            (pdu,) = submits(Letter("18100", f"+35840{place:07}", TEXT), dialect)
            numbers.append(session.submit(place, pdu, 1.0))
        session.bytes_to_send()
        spent += perf_counter() - began
        answers = b"".join(encode(SubmitSmResp(n, message_id=f"m{n}")) for n in numbers)
        began = perf_counter()
        answered += sum(isinstance(event, Answered) for event in session.receive(answers, 1.0))
        spent += perf_counter() - began
    return answered / spent


def _delivering(count: int, window: int) -> float:
    session, spent, accepted = _bound(window), 0.0, 0
    tlvs = (Tlv(0x001E, b"0004f3\0"), Tlv(0x0427, b"\2"))
    for first in range(0, count, window):
        data = b"".join(
            encode(DeliverSm(n, source_addr="1", esm_class=4, short_message=RECEIPT, tlvs=tlvs))
            for n in range(first + 1, first + window + 1)
        )
        began = perf_counter()
        for event in session.receive(data, 1.0):
            assert isinstance(event, Delivered)
            session.accept(event.sequence)
            accepted += 1
        session.bytes_to_send()
        spent += perf_counter() - began
    return accepted / spent


def _smpplib(count: int) -> float:
    try:
        from smpplib import gsm
        from smpplib.smpp import make_pdu, parse_pdu
    except ImportError:
        return 0.0  # said as 0: the peer is not installed
    numbered = type("Numbered", (), {"sequence": 1, "next_sequence": lambda self: 1})()
    answer = encode(SubmitSmResp(1, message_id="m1"))
    began = perf_counter()
    for place in range(count):
        (part,), coding, _ = gsm.make_parts(TEXT)
        make_pdu(
            "submit_sm",
            client=numbered,
            source_addr_ton=3,
            source_addr="18100",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr=f"35840{place:07}",
            short_message=part,
            data_coding=coding,
            registered_delivery=True,
        ).generate()
        parse_pdu(answer, client=numbered, allow_unknown_opt_params=False)
    return count / (perf_counter() - began)


if __name__ == "__main__":
    main()
