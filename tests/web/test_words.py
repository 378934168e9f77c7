"""Times, reasons and automations in words, in the three languages."""

from datetime import UTC, datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from tekstari.domain import reasons as known
from tekstari.domain.automations.conditions import COMPARISONS
from tekstari.web import reasons, sentences, times, words
from tests.web.conftest import NPS

ZONE = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # a Wednesday, 12.00 in Helsinki


@pytest.mark.parametrize(
    ("ago", "fi", "sv", "en"),
    [
        (timedelta(minutes=78), "10.42", "10.42", "10:42"),
        (timedelta(days=1), "eilen", "i går", "yesterday"),
        (timedelta(days=2), "ma", "mån", "Mon"),
        (timedelta(days=20), "29.10.", "29.10", "29 Oct"),
        (timedelta(days=400), "14.10.2025", "14.10.2025", "14 Oct 2025"),
    ],
)
def test_a_list_shows_the_shortest_form_that_tells(ago, fi, sv, en):
    said = [times.short(NOW - ago, ZONE, language, NOW) for language in ("fi", "sv", "en")]
    assert [text.replace("\xa0", " ") for text in said] == [fi, sv, en]


def test_midnight_belongs_to_the_zone_of_the_company_not_to_utc():
    late = datetime(2026, 11, 17, 22, 30, tzinfo=UTC)  # 0.30 on Wednesday in Helsinki
    assert times.short(late, ZONE, "fi", NOW) == "0.30"


def test_both_half_past_threes_of_the_autumn_night_are_shown_as_the_wall_shows_them():
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    shown = [times.clock(first + timedelta(hours=n), ZONE, "fi") for n in (0, 1)]
    assert shown == ["3.30", "3.30"]


def test_a_reason_is_a_sentence_with_its_values_as_people_write_them():
    values = {"event": "call.received", "at": "2026-11-02T07:14:00+00:00"}
    with timezone.override(ZONE):
        said = reasons.sentence("unless.came", values, "fi").replace("\xa0", " ")
    assert "puhelu saapui" in said
    assert "2.11." in said
    assert "klo 9.14" in said


def test_every_reason_of_the_product_has_a_sentence():
    trace = set(known.TRACE) - {"condition"} | {f"condition.{how}" for how in COMPARISONS}
    others = {*known.NEEDS, *known.CALLS, *known.REFUSALS}
    not_sent = {f"reason.{code}" for code in known.NOT_SENT}
    said = reasons.SENTENCES.keys() | {code for code in trace if f"reason.{code}" in reasons.SENTENCES}
    assert trace | others | not_sent <= said


def test_a_sentence_asks_only_for_values_that_its_reason_has():
    for reason, names in {**known.TRACE, **known.NEEDS, **known.REFUSALS}.items():
        source = reasons.SENTENCES.get(reason, "")
        asked = {name for _, name, _, _ in Formatter().parse(source) if name}
        assert asked <= set(names), reason


@pytest.mark.parametrize("reason", sorted(reasons.SENTENCES))
def test_every_reason_speaks_finnish_and_swedish(reason):
    source = reasons.SENTENCES[reason]
    for language in ("fi", "sv"):
        with translation.override(language):
            said = translation.gettext(source)
        assert said != source or "{" in source
        assert said.count("{") == source.count("{")


def test_a_value_that_is_missing_does_not_break_the_sentence():
    assert "–" in reasons.sentence("member.missing", {}, "fi")


@pytest.mark.parametrize("table", [words.STATES, words.OUTCOMES, words.ROLES, words.PURPOSES])
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_word_of_a_table_is_translated(table, language):
    same_in_both = {"Service"}
    with translation.override("en"):
        source = {code: str(word.text) for code, word in table.items()}
    with translation.override(language):
        said = {code: str(word.text) for code, word in table.items()}
    assert not {code for code in table if said[code] == source[code]} - {
        code for code, text in source.items() if text in same_in_both
    }


def test_an_automation_reads_aloud_in_finnish():
    with translation.override("fi"):
        said = {part.title: [str(line) for line in part.lines] for part in sentences.parts(NPS)}
    assert said["Kun"] == ["huolto valmistui", "ja siitä on kulunut 2\xa0h"]
    assert said["Paitsi jos"] == ["sen jälkeen: puhelu saapui, sama yhteystieto"]
    assert "lisää soittolistalle Palaute, lupaus: 4\xa0aukiotuntia" in said["Niin"]
    assert "siirrä ihmiselle" in said["Niin"]


def test_an_automation_that_cannot_be_read_has_no_sentence():
    assert sentences.parts("when: [") == []
    assert sentences.about("") == ""
