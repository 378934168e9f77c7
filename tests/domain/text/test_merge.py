"""Placeholders in texts of all three languages; a value is only ever a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.text.merge import (
    LONGEST_VALUE,
    MissingValue,
    bad_placeholders,
    placeholders,
    render,
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hei {name}! Tilaus on perillä.", "Hei! Tilaus on perillä."),
        ("Hej {name}, din bil är klar.", "Hej, din bil är klar."),
        ("Hi, {name}! Your car is ready.", "Hi! Your car is ready."),
        ("Kiitos, {name}, vastauksesta.", "Kiitos, vastauksesta."),
        ("{name}, autosi on valmis.", "Autosi on valmis."),
        ("{name}! Autosi on valmis.", "Autosi on valmis."),
        ("Tack! {name}, välkommen.", "Tack! Välkommen."),
        ("Huolto: {name}, äidin auto on valmis.", "Huolto: Äidin auto on valmis."),
        ("Hei {name} ja tervetuloa!", "Hei ja tervetuloa!"),
        ("Terveisin\n{name}", "Terveisin\n"),
        ("{name}, {company|autohuolto} odottaa.", "autohuolto odottaa."),
        ("Hei {name|asiakas}!", "Hei asiakas!"),
    ],
)
def test_an_empty_name_takes_its_signs_with_it(template, text):
    assert render(template, {"name": ""}) == text
    assert render(template, {}) == text


def test_values_and_defaults():
    template = "{company}: {order.number} on {place|meillä}. {{ok}}"
    values = {"company": "Kodin Kone", "order.number": "1234567"}
    assert render(template, values) == "Kodin Kone: 1234567 on meillä. {ok}"
    assert render(template, values | {"place": "Turku"}) == "Kodin Kone: 1234567 on Turku. {ok}"


@pytest.mark.parametrize("template", ["{product}", "{product} {name}", "{pro duct}", "{a{b}c}"])
def test_a_missing_value_stops_the_text_and_says_which(template):
    with pytest.raises(MissingValue) as missing:
        render(template, {"product": " \n", "name": "Aino"})
    assert missing.value.field in ("product", "pro duct", "b")


def test_a_value_is_one_line_of_a_sensible_length():
    values = {"x": "  a\r\n\tb\x00c\u202ed\u00a0e  "}
    assert render("<{x}>", values) == "<a b cd e>"
    assert render("{x}", {"x": "a\u0308"}) == "ä"
    assert len(render("{x}", {"x": "ä" * 10_000})) == LONGEST_VALUE


def test_placeholders_are_listed_once_in_order():
    assert placeholders("{b} {a|x} {{c}} {b}") == ("b", "a")


def test_an_editor_is_told_what_to_mend():
    template = "{nmae} {name} {pro duct} {} } {{ok}} {"
    assert bad_placeholders(template, {"name", "ok"}) == ("nmae", "pro duct", "{}", "}", "{")
    assert bad_placeholders("Hei {name|sinä}! {{x}}", {"name"}) == ()


braces = st.text(st.sampled_from("{}|ab. ,"), max_size=40)


@given(braces.filter(lambda value: value.split()))
def test_a_value_is_never_expanded(value):
    inserted = " ".join(value.split())
    assert render("<{x}>", {"x": value, "a": "SECRET", "b": "SECRET"}) == f"<{inserted}>"


@given(braces)
def test_what_the_editor_calls_good_always_renders(template):
    if bad_placeholders(template, {"a", "b", "ab"}):
        return
    values = dict.fromkeys(("a", "b", "ab"), "arvo")
    assert "SECRET" not in render(template, values | {"c": "SECRET"})
    assert set(placeholders(template)) <= set(values)


@given(st.text(st.characters(codec=None, exclude_characters="{}")))
def test_a_text_without_braces_is_itself(template):
    assert render(template, {}) == template
