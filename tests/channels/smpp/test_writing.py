"""Texts as submits: cut where the network counts, never through a pair, read back the same."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.channels.smpp.pdu import decode, encode
from tekstari.channels.smpp.text import septets
from tekstari.channels.smpp.text.dialect import Alphabet, Dialect, Joining
from tekstari.channels.smpp.text.reading import read, text_of
from tekstari.channels.smpp.text.references import References
from tekstari.channels.smpp.text.writing import Letter, TooLong, submits
from tekstari.channels.smpp.wire.commands import DeliverSm, SubmitSm
from tekstari.channels.smpp.wire.tlvs import Tag, Tlv, find, number
from tekstari.domain.text.gsm import BASIC, ESCAPE, EXTENSION
from tekstari.domain.text.parts import cut, prepared

GSM = "".join(char for char in BASIC if char != ESCAPE) + "".join(EXTENSION)
GSM_TEXTS = st.text(GSM, max_size=500)
TEXTS = st.one_of(GSM_TEXTS.map(prepared), st.text(max_size=300).map(prepared))
UNPACKED, PACKED = Dialect(), Dialect({0: Alphabet.GSM7_PACKED})
DIALECTS = st.builds(
    lambda meaning, joining: Dialect({0: meaning}, joining),
    st.sampled_from(
        [Alphabet.GSM7, Alphabet.GSM7_PACKED, Alphabet.LATIN1, Alphabet.LATIN9, Alphabet.ASCII, Alphabet.UTF8]
    ),
    st.sampled_from(Joining),
)


def letter(text: str, **more: object) -> Letter:
    return Letter("18100", "+358401234567", text, **more)  # type: ignore[arg-type]


def as_delivered(pdu: SubmitSm) -> DeliverSm:
    """What a phone would get, if a phone were another client."""
    frame = encode(pdu)
    read_again = decode(frame[:4] + (5).to_bytes(4, "big") + frame[8:])
    assert isinstance(read_again, DeliverSm)
    return read_again


@given(TEXTS, DIALECTS, st.integers(0, 0xFFFF))
def test_every_text_is_read_as_it_was_written(text: str, dialect: Dialect, reference: int) -> None:
    parts = [read(as_delivered(pdu), dialect) for pdu in submits(letter(text, reference=reference), dialect)]
    assert text_of(parts) == text
    if len(parts) > 1:
        assert [part.part.number for part in parts] == list(range(1, len(parts) + 1))
        assert {(part.part.reference, part.part.total) for part in parts} == {
            (reference % (1 << (16 if dialect.joining is Joining.UDH16 else 8)), len(parts))
        }


@given(TEXTS)
def test_it_is_cut_where_the_price_was_counted(text: str) -> None:
    parts = [read(as_delivered(pdu), UNPACKED) for pdu in submits(letter(text), UNPACKED)]
    assert tuple(text_of([part]) for part in parts) == cut(text)


@given(TEXTS, DIALECTS)
def test_no_part_is_more_than_a_phone_can_take(text: str, dialect: Dialect) -> None:
    pdus = submits(letter(text), dialect)
    for pdu in pdus:
        head = 1 + pdu.short_message[0] if pdu.esm_class & 0x40 else 0
        said = len(pdu.short_message) - head
        if pdu.data_coding == 8 or dialect.meaning(0) is Alphabet.GSM7_PACKED:
            assert head + said <= 140
        else:
            assert (head * 8 + 6) // 7 + said <= 160
        if dialect.joining is Joining.SAR and len(pdus) > 1:
            assert said <= (134 if pdu.data_coding == 8 else 153)


@pytest.mark.parametrize(
    ("joining", "lengths"),
    [(Joining.UDH8, [152, 12]), (Joining.UDH16, [151, 13]), (Joining.SAR, [152, 12])],
)
def test_an_escape_and_its_character_stay_together(joining: Joining, lengths: list[int]) -> None:
    room = lengths[0]
    parts = submits(letter("a" * room + "€" + "b" * (162 - room)), Dialect(joining=joining))
    octets = [part.short_message for part in parts]
    assert not octets[0].endswith(b"\x1b")
    assert b"\x1be" in octets[1]


def test_a_surrogate_pair_stays_together() -> None:
    first, second = submits(letter("ž" * 66 + "😀" + "ž" * 10), UNPACKED)
    assert len(first.short_message) == 6 + 66 * 2
    assert second.short_message[6:10] == "😀".encode("utf-16-be")


def test_the_headers_of_both_kinds_and_the_parameters_of_the_third() -> None:
    text = letter("x" * 200, reference=0x1A5)
    udh8, udh16, sar = (
        submits(text, Dialect(joining=joining))[0] for joining in (Joining.UDH8, Joining.UDH16, Joining.SAR)
    )
    assert udh8.short_message[:6] == bytes.fromhex("050003a50201")
    assert udh16.short_message[:7] == bytes.fromhex("06080401a50201")
    assert (udh8.esm_class, udh16.esm_class, sar.esm_class) == (0x40, 0x40, 0)
    assert [find(sar.tlvs, tag) for tag in (0x020C, 0x020E, 0x020F)] == [b"\x00\xa5", b"\2", b"\1"]


def test_a_payload_carries_it_all_and_a_short_text_needs_none() -> None:
    dialect = Dialect(joining=Joining.PAYLOAD)
    (long,) = submits(letter("x" * 161), dialect)
    (short,) = submits(letter("x" * 160), dialect)
    assert (long.short_message, find(long.tlvs, Tag.MESSAGE_PAYLOAD)) == (b"", b"x" * 161)
    assert (short.short_message, short.tlvs) == (b"x" * 160, ())


@pytest.mark.parametrize(
    ("meaning", "text", "coding", "octets"),
    [
        (Alphabet.GSM7, "Hyvää", 0, b"Hyv\x7b\x7b"),
        (Alphabet.LATIN1, "Hyvää", 0, b"Hyv\xe4\xe4"),
        (Alphabet.LATIN1, "5 €", 8, "5 €".encode("utf-16-be")),
        (Alphabet.LATIN9, "5 €", 0, b"5 \xa4"),
        (Alphabet.LATIN1, "Áron", 8, "Áron".encode("utf-16-be")),
        (Alphabet.ASCII, "Hyvää", 8, "Hyvää".encode("utf-16-be")),
        (Alphabet.UTF8, "Hej", 0, b"Hej"),
        (Alphabet.GSM7, "Čáhci", 8, "Čáhci".encode("utf-16-be")),
    ],
)
def test_zero_means_what_the_channel_says(meaning: Alphabet, text: str, coding: int, octets: bytes) -> None:
    (pdu,) = submits(letter(text), Dialect({0: meaning}))
    assert (pdu.data_coding, pdu.short_message) == (coding, octets)


def test_an_operator_that_wants_its_ucs2_the_other_way_round() -> None:
    dialect = Dialect({8: Alphabet.UCS2_LITTLE})
    (pdu,) = submits(letter("Ž"), dialect)
    assert (pdu.data_coding, pdu.short_message) == (8, b"\x7d\x01")
    assert text_of([read(as_delivered(pdu), dialect)]) == "Ž"


def test_who_from_whom_to_how_long_and_whether_a_receipt() -> None:
    (pdu,) = submits(
        Letter("Tekstari", "+358401234567", "Hei", validity="000001020500000R", user_reference=7),
        Dialect(service_type="CMT", echoes_reference=True),
    )
    assert (pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr) == (5, 0, "Tekstari")
    assert (pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr) == (1, 1, "358401234567")
    assert (pdu.validity_period, pdu.service_type, pdu.registered_delivery) == (
        "000001020500000R",
        "CMT",
        1,
    )
    assert number(pdu.tlvs, Tag.USER_MESSAGE_REFERENCE) == 7
    assert submits(letter("Hei", user_reference=7), UNPACKED)[0].tlvs == ()
    (other,) = submits(letter("Hei"), Dialect(kinds={"short": (0, 1)}))
    assert (other.source_addr_ton, other.source_addr_npi) == (0, 1)


def test_every_part_asks_for_its_own_receipt() -> None:
    parts = submits(letter("x" * 500, user_reference=7), Dialect(echoes_reference=True))
    assert [part.registered_delivery for part in parts] == [1] * 4
    assert {part.tlvs for part in parts} == {(Tlv(Tag.USER_MESSAGE_REFERENCE, b"\0\7"),)}


def test_more_parts_than_a_header_can_count_are_refused() -> None:
    assert len(submits(letter("x" * 153 * 255), UNPACKED)) == 255
    with pytest.raises(TooLong):
        submits(letter("x" * (153 * 255 + 1)), UNPACKED)


@pytest.mark.parametrize("length", range(25))
def test_packed_septets_are_as_the_specification_packs_them(length: int) -> None:
    text = "".join(random.Random(length).choices(GSM[:-10], k=length))
    octets = septets.write(text)
    for after in (0, 6, 7):
        packed = septets.pack(octets, after=after)
        assert len(packed) == (-after * 8 % 7 + 7 * length + 7) // 8
        assert septets.unpack(packed, after=after) == octets


def test_a_packed_full_text_is_140_octets() -> None:
    (pdu,) = submits(letter("ä" * 160), PACKED)
    assert len(pdu.short_message) == 140
    first, _ = submits(letter("ä" * 161), PACKED)
    assert len(first.short_message) == 140


def test_receivers_have_counts_of_their_own_and_do_not_repeat_soon() -> None:
    references = References(random.Random(1).randrange)
    given = [references.next_for("+358401234567") for _ in range(256)]
    assert len(set(given)) == 256
    many = References(random.Random(1).randrange, remembered=10)
    for place in range(1000):
        many.next_for(f"+35840{place:07}", 16)
    assert len(many._last) == 10
