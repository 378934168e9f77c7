"""Stories: what happens, what we do about it, in YAML that anyone can read. The only code beside them.

Everything we do must be told, in order; only timers are left out of the telling. A run's state goes
through JSON between any two steps. A failure prints the reasons.
"""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
import yaml

from tekstari.data.convert import state_from_json, state_to_json
from tekstari.data.playbook_text import read_text
from tekstari.domain.backtest import Backtest
from tekstari.domain.effects import (
    AddCallTask,
    CannotSend,
    Effect,
    EndRun,
    GiveToPerson,
    KeepAnswer,
    SendText,
)
from tekstari.domain.events import read_event
from tekstari.domain.flows.engine import State
from tekstari.domain.flows.wording import Setting
from tekstari.domain.past.runs import Run, Stopped, Told
from tekstari.domain.people import Purpose, phone
from tekstari.domain.replies.questions import Kind
from tekstari.domain.schedules.hours import read_hours
from tekstari.domain.schedules.quiet import QuietHours
from tekstari.domain.schedules.spans import later, read_span
from tekstari.domain.schedules.wall import instant

STORIES = Path(__file__).parent
RECIPES = STORIES.parents[1] / "tekstari" / "recipes"
HELSINKI = ZoneInfo("Europe/Helsinki")
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "8-17")
NIGHT = QuietHours(HELSINKI, time(21), time(8), frozenset({Purpose.MARKETING, Purpose.SURVEY}))
KOIVUNIEMI = Setting("Koivuniemi", "fi", HELSINKI, read_hours(WEEK, HELSINKI), "09 123 4567", quiet=NIGHT)


def stories() -> list[Any]:
    told = []
    for path in sorted(STORIES.rglob("*.yaml")):
        if path.parent.name != "replies":  # readings, told in a table of their own
            for story in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader):
                told.append(pytest.param(story, id=f"{path.stem}: {story['story']}"))
    return told


def through_json(state: State) -> State:
    return state_from_json(json.loads(json.dumps(state_to_json(state))))


class Telling:
    """One story, told to a world in memory."""

    def __init__(self, story: dict[str, Any]) -> None:
        self.story = story
        text = story.get("playbook") or (RECIPES / f"{story['recipe']}.yaml").read_text(encoding="utf-8")
        playbook, problems = read_text(text)
        assert playbook, problems
        self.people = {name: phone(said["phone"]) for name, said in story["people"].items()}
        self.world = Backtest(playbook, KOIVUNIEMI, keep=through_json)
        self.world.until(at(story["clock"]))
        self.effects: set[type] = set()
        self.heard = 0
        self.events = 0
        carry = self.world.runs._carry

        def watch(run: Run, step: Any) -> None:
            self.effects |= {type(effect) for effect in step.effects}
            carry(run, step)

        self.world.runs._carry = watch  # type: ignore[method-assign]

    def tell(self) -> None:
        for number, line in enumerate(self.story["tell"], 1):
            try:
                self.line({"nothing happens": ""} if line == "nothing happens" else line)
            except AssertionError as fault:
                pytest.fail(f"line {number}, {line}\n{fault}\n\nWhy:\n{self.why()}", pytrace=False)
        assert not self.untold(), f"left untold: {self.untold()}"

    def line(self, line: dict[str, Any]) -> None:
        verb = next(iter(line))
        if verb in ("happens", "they text", "time passes", "time passes until"):
            assert not self.untold(), f"before this, untold: {self.untold()}"
        match verb:
            case "happens":
                self.happens(line)
            case "they text":
                self.world.reply(self.who(line.get("from")), line[verb])
            case "time passes":
                span = read_span(line[verb])
                assert span, f"no length of time: {line[verb]}"
                self.world.until(later(self.world.clock.now, span, HELSINKI, KOIVUNIEMI.hours))
            case "time passes until":
                self.world.until(at(line[verb]))
            case "nothing happens":
                assert not self.untold(), f"but: {self.untold()}"
            case _:
                self.we_do(line)

    def happens(self, line: dict[str, Any]) -> None:
        self.events += 1
        now = self.world.clock.now
        said = {
            "source": "story",
            "id": str(self.events),
            "type": line["happens"],
            "data": line.get("with", {}),
        }
        said["time"] = (at(line["at"]) if "at" in line else now).isoformat()
        if name := line.get("to"):
            said["contact"] = {"name": name, "language": "fi", **self.story["people"][name]}
        if about := line.get("about"):
            kind, _, key = about.partition(" ")
            said["record"] = {"kind": kind, "key": key}
        event = read_event(said, now=now + timedelta(days=1), country="FI")
        self.world.feed(event)

    def we_do(self, line: dict[str, Any]) -> None:
        untold = self.untold()
        assert untold, "but nothing more happens"
        seen = {**untold[0], "reason": untold[0].get("reason", "")}
        wrong = {key: seen.get(key) for key, value in line.items() if seen.get(key) != value}
        assert not wrong, f"but: {untold[0]}"
        self.heard += 1

    def who(self, name: str | None) -> str:
        return self.people[name] if name else next(iter(self.people.values()))

    def untold(self) -> list[dict[str, str]]:
        return [self.told(told) for told in self.world.told[self.heard :]]

    def told(self, told: Told) -> dict[str, str]:
        name = next(name for name, number in self.people.items() if number == told.who)
        return {**words(told.what), "to": name, "at": told.at.astimezone(HELSINKI).strftime("%H:%M")}

    def why(self) -> str:
        return "\n".join(f"{row.at} {row.state} {row.reason} {row.trace}" for row in self.world.rows)


def words(what: Effect | Stopped) -> dict[str, str]:
    """What we did, as a story tells it."""
    match what:
        case SendText():
            return {"we text": what.text, "in": what.language, "purpose": what.purpose.value}
        case CannotSend():
            return {"we cannot text": what.name, "missing": what.field}
        case KeepAnswer():
            return {"we note": what.value, "as": what.question, "rest": what.rest, "kind": what.kind}
        case AddCallTask():
            promised = what.promised_at and what.promised_at.astimezone(HELSINKI)
            by = promised.strftime("%Y-%m-%d %H:%M") if promised else ""
            return {"we put them on": what.call_list, "reason": what.reason, "by": by, "reply": what.reply}
        case GiveToPerson(reason):
            return {"a person looks": reason}
        case EndRun(result):
            return {"it ends": result}
        case Stopped(scope):
            return {"we stop": scope.value}
    raise AssertionError(what)


def at(wall: str) -> datetime:
    return instant(datetime.fromisoformat(wall), HELSINKI)


@pytest.mark.parametrize("story", stories())
def test_story(story):
    Telling(story).tell()


@pytest.mark.parametrize("number", range(5))
def test_a_story_that_leaves_something_out_fails(number):
    story = next(param.values[0] for param in stories() if param.values[0]["story"] == "Ten out of ten")
    ours = [line for line in story["tell"] if next(iter(line)).startswith(("we ", "it "))]
    shorter = [line for line in story["tell"] if line is not ours[number]]
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        Telling({**story, "tell": shorter}).tell()


def test_every_recipe_effect_and_sort_of_question_has_a_story():
    recipes, effects, kinds = set(), set(), set()
    for story in (param.values[0] for param in stories()):
        telling = Telling(story)
        telling.tell()
        recipes.add(story.get("recipe"))
        effects |= telling.effects
        kinds |= {told.what.kind for told in telling.world.told if isinstance(told.what, KeepAnswer)}
    assert {path.stem for path in RECIPES.glob("*.yaml")} <= recipes
    assert set(get_args(Effect)) == effects
    assert {kind.value for kind in Kind} == kinds
