"""Texts from phones and what strangers put in them: nothing fails, nothing is lost in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.channels.smpp.text import addresses, headers, septets
from tekstari.channels.smpp.text.addresses import Address
from tekstari.channels.smpp.text.dialect import Alphabet, Dialect
from tekstari.channels.smpp.text.headers import Element, Part
from tekstari.channels.smpp.text.reading import Heard, read, text_of
from tekstari.channels.smpp.wire.commands import DataSm, DeliverSm
from tekstari.channels.smpp.wire.tlvs import Tlv
from tests.channels.smpp.every_pdu import any_pdu

STANDARD = Dialect()


def said(octets: bytes, coding: int = 0, esm_class: int = 0, dialect: Dialect = STANDARD) -> str | None:
    return text_of([read(DeliverSm(short_message=octets, data_coding=coding, esm_class=esm_class), dialect)])


@pytest.mark.parametrize(
    ("coding", "octets", "text"),
    [
        (0, b"Hyv\x7b\x7b p\x7biv\x7b\x7b", "Hyvää päivää"),
        (1, b"Kiitos!", "Kiitos!"),
        (1, b"Hyv\xe4", "Hyvä"),
        (3, b"G\xe5 hem", "Gå hem"),
        (6, b"\xbf\xe0\xd8\xd2\xd5\xe2", "Привет"),
        (8, "Žaneta 😀".encode("utf-16-be"), "Žaneta 😀"),
        (0xF0, b"\x7b", "ä"),
        (0xF1, b"\x7b", "ä"),
        (0x10, b"\x7b", "ä"),
        (0x18, b"\x01\x7d", "Ž"),
        (0xE0, b"\x01\x7d", "Ž"),
        (2, b"\x00\x01", None),
        (4, b"\x00\x01", None),
        (0xF5, b"\x00\x01", None),
        (0x14, b"\x00\x01", None),
        (0x77, b"\x00\x01", None),
    ],
)
def test_case_54_data_codings(coding: int, octets: bytes, text: str | None) -> None:
    assert said(octets, coding) == text


@pytest.mark.parametrize(
    ("meaning", "octets"),
    [
        (Alphabet.GSM7, b"Hyv\x7b\x7b 5 \x1be"),
        (Alphabet.GSM7_PACKED, septets.pack(b"Hyv\x7b\x7b 5 \x1be")),
        (Alphabet.LATIN9, "Hyvää 5 €".encode("iso8859-15")),
        (Alphabet.UTF8, "Hyvää 5 €".encode()),
    ],
)
def test_case_54_zero_means_what_the_channel_says(meaning: Alphabet, octets: bytes) -> None:
    assert said(octets, dialect=Dialect({0: meaning})) == "Hyvää 5 €"
    assert said(octets, 0xF0, dialect=Dialect({0: meaning})) == "Hyvää 5 €"


def test_a_far_end_that_sends_gsm_under_ascii_is_a_setting() -> None:
    assert said(b"Hyv\x7b", 1, dialect=Dialect({1: Alphabet.GSM7})) == "Hyvä"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"\xd8\x3d", "\ufffd"),
        (b"\xde\x00\x00a", "\ufffda"),
        (b"\x00a\x00", "a\ufffd"),
        (b"\xfe\xff\x00a", "a"),
        (b"\xff\xfea\x00", "a"),
        (b"\x00a\x00\x00\x00b", "a\ufffdb"),
        (b"", ""),
    ],
)
def test_case_55_odd_ucs2(octets: bytes, text: str) -> None:
    assert said(octets, 8) == text


def test_cases_55_and_56_pairs_cut_between_parts_are_joined_before_they_are_read() -> None:
    smile = "a😀b".encode("utf-16-be")
    parts = [_part(8, number, smile[(number - 1) * 4 : number * 4]) for number in (1, 2)]
    assert text_of(parts) == "a😀b"
    assert text_of([_part(0, 1, b"5 \x1b"), _part(0, 2, b"e!")]) == "5 €!"


def test_parts_in_different_alphabets_are_read_each_in_its_own() -> None:
    assert text_of([_part(0, 1, b"Hyv\x7b"), _part(8, 2, b"\x01\x7d")]) == "HyväŽ"


@pytest.mark.parametrize(
    ("octets", "text"),
    [(b"a\x1bXb", "aXb"), (b"a\x1b\x1bb", "a b"), (b"a\x1b", "a "), (b"\x1be\x1b<", "€["), (b"\xe1", "a")],
)
def test_case_56_escapes(octets: bytes, text: str) -> None:
    assert said(octets) == text


@pytest.mark.parametrize(
    ("header", "octets", "text"),
    [
        ("03 24 01 01", b"\x1bS\x1bc S", "Şç S"),
        ("03 25 01 01", b"\x1c\x04\x40", "Ş€İ"),
        ("03 24 01 02", b"\x1bA\x1bu", "Áú"),
        ("06 24 01 03 25 01 03", b"\x1ba\x7b\x1be", "Âã€"),
        ("03 24 01 0d", b"\x1bS\x1be", "S€"),
        ("03 25 01 63", b"\x7b", "ä"),
    ],
)
def test_case_57_national_tables_and_an_unknown_language(header: str, octets: bytes, text: str) -> None:
    assert said(bytes.fromhex(header) + octets, 0, 0x40) == text


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("05 00 03 a5 02 01", Part(0xA5, 8, 1, 2)),
        ("06 08 04 01 a5 02 02", Part(0x1A5, 16, 2, 2)),
        ("0b 05 04 0b 84 23 f0 00 03 a5 03 02", Part(0xA5, 8, 2, 3)),
        ("05 00 03 a5 02 03", None),
        ("05 00 03 a5 02 00", None),
        ("05 00 03 a5 01 01", None),
        ("05 00 03 a5 00 00", None),
        ("04 00 02 a5 02", None),
        ("00", None),
    ],
)
def test_case_53_headers(header: str, part: Part | None) -> None:
    heard = read(DeliverSm(esm_class=0x40, short_message=bytes.fromhex(header) + b"Hei"), STANDARD)
    assert (heard.part, heard.octets, heard.is_headed) == (part, b"Hei", True)


def test_case_53_unknown_elements_are_kept_and_lying_lengths_are_safe() -> None:
    assert headers.split(bytes.fromhex("04 70 02 aa bb") + b"Hei") == ((Element(0x70, b"\xaa\xbb"),), 5)
    lying_inside = headers.split(bytes.fromhex("05 00 09 a5 02 01") + b"Hei")
    assert lying_inside == ((Element(headers.UNREADABLE, b"\x00\x09\xa5\x02\x01"),), 6)
    assert headers.split(bytes.fromhex("01 00") + b"Hei") == ((Element(headers.UNREADABLE, b"\0"),), 2)
    heard = read(DeliverSm(esm_class=0x40, short_message=b"\xc8Hei"), STANDARD)
    assert (heard.is_headed, heard.part, heard.octets) == (False, None, b"\xc8Hei")


def test_case_53_sar_parameters_and_payload() -> None:
    sar = (Tlv(0x020C, b"\1\2"), Tlv(0x020E, b"\3"), Tlv(0x020F, b"\2"))
    assert read(DeliverSm(tlvs=sar, short_message=b"x"), STANDARD).part == Part(0x102, 16, 2, 3)
    assert read(DeliverSm(tlvs=sar[:2], short_message=b"x"), STANDARD).part is None
    for pdu in (DeliverSm(tlvs=(Tlv(0x0424, b"Hei"),)), DataSm(tlvs=(Tlv(0x0424, b"Hei"),))):
        assert text_of([read(pdu, STANDARD)]) == "Hei"


@pytest.mark.parametrize("text", ["<script>", "=cmd|' /C calc'!A0", "\u202eabc", "👨‍👩‍👧", "9"])
def test_case_58_texts_come_as_they_are(text: str) -> None:
    assert said(text.encode("utf-16-be"), 8) == text


@pytest.mark.parametrize(
    ("address", "phone"),
    [
        ((1, 1, "358401234567"), "+358401234567"),
        ((1, 1, "+358401234567"), "+358401234567"),
        ((0, 0, "+358401234567"), "+358401234567"),
        ((2, 1, "00358401234567"), "+358401234567"),
        ((2, 1, "0401234567"), "0401234567"),
        ((1, 1, "0401234567"), "0401234567"),
        ((3, 0, "18100"), "18100"),
        ((1, 1, "18100"), "18100"),
        ((5, 0, "Tekstari"), "Tekstari"),
        ((1, 1, "Tekstari"), "Tekstari"),
        ((5, 0, "12345678901"), "12345678901"),
        ((1, 1, "358 (40) 123-4567"), "+358401234567"),
        ((0, 0, ""), ""),
        ((1, 1, "+"), "+"),
        ((1, 1, "٣٥٨"), "٣٥٨"),
    ],
)
def test_case_58_addresses_whatever_their_kind_says(address: tuple[int, int, str], phone: str) -> None:
    assert addresses.read(Address(*address)) == phone


@given(any_pdu([DeliverSm, DataSm]), st.sampled_from(Alphabet))
def test_no_delivery_can_break_the_reading(pdu: DeliverSm | DataSm, meaning: Alphabet) -> None:
    text = text_of([read(pdu, Dialect({0: meaning}))])
    assert text is None or "\0" not in text
    (text or "").encode()  # no lone surrogate is left


@given(st.binary(max_size=60))
def test_no_header_reaches_beyond_its_message(data: bytes) -> None:
    elements, start = headers.split(data)
    assert 0 <= start <= len(data)
    assert sum(2 + len(e.value) for e in elements if e.id >= 0) <= max(0, start - 1)


def _part(coding: int, number: int, octets: bytes) -> Heard:
    head = bytes((5, 0, 3, 7, 2, number))
    return read(DeliverSm(esm_class=0x40, data_coding=coding, short_message=head + octets), STANDARD)
