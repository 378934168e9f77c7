"""Any text reads, or is refused with its lines; nothing is raised and nothing is guessed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.data.playbook_text import read_text
from tekstari.domain.flows.definition import AskStep
from tekstari.domain.people import Purpose
from tekstari.domain.playbooks.read import KNOWN, read_playbook
from tekstari.domain.playbooks.tree import Listing, Mapped, Word

RECIPES = Path(__file__).parents[3] / "tekstari" / "recipes"
GOOD = """\
tekstari: 1
name: Muistutus
purpose: order
when:
  event: order.placed
texts:
  hello:
    fi: "Hei!"
then:
  - send: hello
"""

vocabulary = sorted(
    KNOWN | {"event", "after", "all", "same", "absent", "for", "by", "at", "within", "field", "is"}
)
vocabulary += [
    "send",
    "ask",
    "call",
    "wait",
    "person",
    "end",
    "question",
    "answers",
    "otherwise",
    "silence",
    "fi",
]
vocabulary += [
    "nps",
    "keyword",
    "keywords",
    "scale",
    "0-6",
    "9-10",
    "2 hours",
    "4 open hours",
    "1",
    "{name}",
    "{",
]
vocabulary += [
    "any",
    "not",
    "over",
    "yes",
    "no",
    "order",
    "unless",
    "where",
    "serves",
    "needs",
    "hello",
    "",
    "\ud800",
]
words = st.builds(Word, st.sampled_from(vocabulary), st.integers(1, 9))
trees = st.recursive(
    words,
    lambda inner: st.one_of(
        st.builds(Listing, st.lists(inner, max_size=3).map(tuple), st.integers(1, 9)),
        st.builds(Mapped, st.lists(st.tuples(words, inner), max_size=4).map(tuple), st.integers(1, 9)),
    ),
    max_leaves=20,
)
sections = st.fixed_dictionaries({name: trees for name in sorted(KNOWN)}).map(
    lambda said: Mapped(tuple((Word(name, 1), node) for name, node in said.items()), 1)
)


@given(trees | sections)
def test_any_tree_reads_or_is_refused_with_lines_of_its_own(tree):
    playbook, problems = read_playbook(tree)
    assert (playbook is None) == bool(problems)
    assert all(1 <= problem.line <= 9 for problem in problems)
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


@given(st.text(max_size=200) | st.text(alphabet=':-[]{},"&*!|>#? \n\tab1', max_size=80))
def test_any_text_reads_or_is_refused_within_its_lines(text):
    playbook, problems = read_text(text)
    assert playbook is None
    assert problems
    assert all(1 <= problem.line <= len(text.splitlines()) + 1 for problem in problems)


@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.text(alphabet='ab:-[]{}"\n #1', max_size=5))
def test_a_slip_of_the_hand_is_found_within_the_text(start, length, instead):
    text = GOOD[:start] + instead + GOOD[start + length :]
    playbook, problems = read_text(text)
    assert (playbook is None) == bool(problems)
    assert all(1 <= problem.line <= len(text.splitlines()) + 1 for problem in problems)


@pytest.mark.parametrize("nested", ["[" * 5000, "a: " + "[" * 100 + "]" * 100, "- " * 3000, "x: &a [*a]"])
def test_what_is_nested_or_loops_is_refused(nested):
    assert read_text(nested)[0] is None


@pytest.mark.parametrize("recipe", sorted(RECIPES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_recipe_speaks_all_three_languages(recipe):
    playbook, problems = read_text(recipe.read_text(encoding="utf-8"))
    assert playbook, problems
    assert all(set(texts) == {"fi", "sv", "en"} for texts in playbook.texts.values())


def test_a_text_may_have_a_purpose_of_its_own():
    text = GOOD.replace("  hello:\n", "  hello:\n    purpose: survey\n")
    playbook, problems = read_text(text)
    assert playbook, problems
    assert playbook.purpose_of("hello") is Purpose.SURVEY
    assert playbook.texts["hello"] == {"fi": "Hei!"}


def test_words_stay_words():
    text = GOOD.replace(
        "  - send: hello\n", "  - {ask: hello, question: keyword, keywords: [NO, 018, 0401234567]}\n"
    )
    playbook, problems = read_text(text)
    assert playbook, problems
    assert isinstance(playbook.steps[0], AskStep)
    assert playbook.steps[0].question.keywords == ("NO", "018", "0401234567")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("purpose: order", "purpose: orders", 3, "playbook.choice"),
        ("purpose: order", "porpose: order", 3, "playbook.unknown"),
        ("tekstari: 1", "tekstari: 2", 1, "playbook.version"),
        ("  event: order.placed", "  event: order.placed\n  after: soon", 6, "playbook.span"),
        ('fi: "Hei!"', 'fi: "Hei {!"', 8, "playbook.braces"),
        ('fi: "Hei!"', 'fi: ""', 8, "playbook.missing"),
        ('fi: "Hei!"', 'de: "Hallo!"', 8, "playbook.unknown"),
        ('fi: "Hei!"', "purpose: order", 7, "playbook.text_empty"),
        ('    fi: "Hei!"', '    fi: "Hei!"\n  hello:\n    fi: "Moi!"', 9, "playbook.twice"),
        ("- send: hello", "- send: bye", 10, "playbook.text_unknown"),
        ("- send: hello", "- sned: hello", 10, "playbook.unknown"),
        (
            "- send: hello",
            "- {ask: hello, question: nps, answers: {0-6: person, 6-10: person}}",
            10,
            "playbook.overlap",
        ),
        ("- send: hello", "- {ask: hello, question: nps, answers: {0-11: person}}", 10, "playbook.range"),
        (
            "- send: hello",
            "- {ask: hello, question: yes_no, answers: {maybe: person}}",
            10,
            "playbook.answer",
        ),
    ],
)
def test_a_problem_names_its_line(old, new, line, reason):
    playbook, problems = read_text(GOOD.replace(old, new))
    assert playbook is None
    assert (line, reason) in [(problem.line, problem.reason) for problem in problems]
