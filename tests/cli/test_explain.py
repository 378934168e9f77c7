"""`tekstari explain`: lines in, answers out in the same order, and a bad line stops no other."""

import json
import subprocess
import sys

import pytest

from tests.domain.delivery.test_receipts import OWN_STATES, collected, unescaped

SHOUTED = "^(?P<id>\\w+) IS (?P<stat>\\w+) AT (?P<done>\\d+)$"


def explained(what: str, *lines: object) -> tuple[int, list[dict[str, object]]]:
    """The exit code and the answers to `lines`; a text goes as it is written."""
    given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    command = [sys.executable, "-m", "tekstari.cli.main", "explain", what]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_text_is_counted_as_given_or_as_it_leaves() -> None:
    code, told = explained(
        "text",
        {"text": "a" * 161},
        {"text": "\u20ac" * 77},
        {"text": "a\u0308iti"},
        {"text": "a\u0308iti", "normalise": True},
        {"text": "\U0001f600" * 36},
        {"text": ""},
    )
    assert code == 0
    counted = [(line["alphabet"], line["parts"], line["units"]) for line in told]
    assert counted == [
        ("gsm7", 2, 161),
        ("gsm7", 1, 154),
        ("ucs2", 1, 5),
        ("gsm7", 1, 4),
        ("ucs2", 2, 72),
        ("gsm7", 1, 0),
    ]
    assert told[2]["costly"] == [{"char": "\u0308", "at": 1}]


def test_a_bad_line_is_told_what_is_wrong_and_the_rest_go_on() -> None:
    code, told = explained(
        "text", "{", "[1]", {"text": 5}, {"text": "x", "normalise": "no"}, "", {"text": "x"}
    )
    assert code == 1
    assert [line.get("error", "counted") for line in told] == [
        "This line is not well-formed JSON.",
        'A line is one JSON object, for example {"text": "Hei"}.',
        "text must be a text.",
        "normalise must be true or false.",
        "counted",
    ]


def test_a_channels_own_pattern_and_states_are_used() -> None:
    ask = {"esm_class": 4, "text": "07A IS GONE AT 2611210905"}
    own = {"pattern": SHOUTED, "states": {"GONE": "delivered"}}
    code, (told, plain, *bad) = explained(
        "receipt",
        {**ask, "channel": own},
        ask,
        {**ask, "channel": {"pattern": "(?P<id>"}},
        {**ask, "channel": {"states": {"GONE": "away"}}},
        {**ask, "channel": {"zone": "Moon/Base"}},
        {**ask, "tlv": {"message_state": 256}},
        {**ask, "esm_class": True},
    )
    assert (told["id"], told["state"], told["stat"]) == ("07A", "delivered", "GONE")
    assert (told["done_at"], told["submitted_at"]) == ("2026-11-21T09:05", None)
    assert (plain["unparsed"], plain["state"]) == (True, "unknown")
    assert code == 1
    assert [str(line["error"]).split()[0] for line in bad] == [
        "channel.pattern",
        "channel.states",
        "channel.zone",
        "tlv.message_state",
        "esm_class",
    ]


def test_a_channels_zone_adds_the_offset_and_converts_nothing() -> None:
    summer = {"text": "id:1 stat:DELIVRD submit date:2607010900 done date:0000000000"}
    _, told = explained("receipt", {**summer, "channel": {"zone": "Europe/Helsinki"}}, summer)
    assert [line["submitted_at"] for line in told] == ["2026-07-01T09:00+03:00", "2026-07-01T09:00"]
    assert [line["done_at"] for line in told] == [None, None]


def test_what_a_handset_wrote_is_not_a_receipt_whatever_it_looks_like() -> None:
    _, told = explained(
        "receipt", {"esm_class": 0, "text": "id:1 stat:DELIVRD"}, {"tlv": {"message_state": 2}}
    )
    assert [line["is_receipt"] for line in told] == [False, True]


def test_receipts_of_the_wild_are_told_as_their_operators_meant() -> None:
    rows = [found.values[0] for found in collected()]
    if rows == [None]:
        pytest.skip("no TEKSTARI_TEST_DATA with receipts.csv")
    code, told = explained("receipt", *map(asked, rows))
    assert code == 0
    assert [line["is_receipt"] for line in told] == [True] * len(rows)
    names = ("state", "stat", "err", "done_at", "text")
    assert [[line[name] or "" for name in names] for line in told] == [
        [row[f"exp_{name}"] for name in ("state", "stat", "err", "done_iso")] + [unescaped(row["exp_text"])]
        for row in rows
    ]
    ids = [row["tlv_receipted_message_id"] or row["exp_id"] for row in rows]
    assert [(line["id"], line["unparsed"]) for line in told] == [(known, not known) for known in ids]


def asked(row: dict[str, str]) -> dict[str, object]:
    tlv = {"receipted_message_id": row["tlv_receipted_message_id"], "message_state": row["tlv_message_state"]}
    states = {word: state.value for word, state in OWN_STATES.get(row["n"], {}).items()}
    return {"esm_class": 4, "text": unescaped(row["raw"]), "tlv": tlv, "channel": {"states": states}}


def test_a_pdu_is_told_by_its_fields_and_its_password_is_not() -> None:
    bind = bytes.fromhex("00000000 00000009 00000000 00000001") + b"me\0secret\0\0\x34\0\0\0"
    whole = len(bind).to_bytes(4, "big") + bind[4:]
    _, told = explained("pdu", {"hex": whole.hex()}, {"hex": whole[:-1].hex()}, {"hex": "zz"})
    assert (told[0]["command"], told[0]["sequence"]) == ("bind_transceiver", 1)
    assert told[0]["fields"]["system_id"] == "me"  # type: ignore[index]
    assert "secret" not in json.dumps(told)
    assert told[1]["fault"] == "length"
    assert told[2] == {"error": "hex must be the bytes of one PDU, two hexadecimal digits each."}
