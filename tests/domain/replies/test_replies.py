"""Replies as people write them, in tables anyone can read: tests/stories/replies/*.yaml."""

from pathlib import Path

import pytest
import yaml

from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.replies.read import read
from tekstari.domain.replies.reading import Reading
from tekstari.domain.replies.stopping import command

STORIES = Path(__file__).parents[2] / "stories" / "replies"


def rows(*, commands: bool) -> list:
    found = []
    for path in sorted(STORIES.glob("*.yaml")):
        for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            if ("command" in row) is commands:
                name = f"{path.stem} {row['language']} {row['text']!a}"
                found.append(pytest.param(row, id=name))
    return found


def question(row: dict) -> Question:
    return Question(
        Kind(row["question"]),
        low=int(row.get("low", 0)),
        high=int(row.get("high", 10)),
        keywords=tuple(row.get("keywords", ())),
        is_request=row.get("request") == "true",
    )


def told(reading: Reading) -> str:
    return str(reading.value) if reading.is_clear else "unclear"


@pytest.mark.parametrize("row", rows(commands=False))
def test_a_reply_is_read_as_the_table_says(row: dict) -> None:
    reading = read(row["text"], question(row), language=row["language"])
    assert told(reading) == row["is"], reading
    if "rest" in row:
        assert reading.rest == row["rest"]
    if "clock" in row:
        assert f"{reading.clock:%H:%M}" == row["clock"]


@pytest.mark.parametrize("row", rows(commands=True))
def test_a_command_is_heard_whatever_was_asked(row: dict) -> None:
    found = command(row["text"], language=row["language"])
    assert found.control == row["command"], found
    if "rest" in row:
        assert found.rest == row["rest"]
