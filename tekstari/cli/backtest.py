"""`tekstari backtest`: who would have got which text, had the playbook been on in the past."""

import csv
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import yaml

from tekstari.cli.backtest_report import Played, report, write_csv
from tekstari.cli.faults import fault_line, problem_line
from tekstari.cli.programs import CannotStart
from tekstari.data.playbook_text import read_text
from tekstari.domain.backtest import Backtest
from tekstari.domain.events import Event
from tekstari.domain.flows.definition import Playbook
from tekstari.domain.flows.wording import Setting
from tekstari.domain.mapping import BadMapping, Fault, TableMapping, events_in, read_mapping
from tekstari.domain.people import Purpose
from tekstari.domain.schedules.hours import read_hours
from tekstari.domain.schedules.quiet import QuietHours

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "8-17")
QUIET = frozenset({Purpose.MARKETING, Purpose.SURVEY})
LARGEST_MAPPING = 200_000


def add(commands: Any) -> None:
    parser: ArgumentParser = commands.add_parser("backtest", help="try a playbook on past events")
    parser.add_argument("playbook", type=Path, metavar="PLAYBOOK")
    parser.add_argument("--events", type=Path, required=True, metavar="FILE", help="a table as CSV")
    parser.add_argument("--mapping", type=Path, required=True, metavar="FILE", help="its columns as events")
    parser.add_argument("--csv", type=Path, metavar="OUT", help="write a row for each text, sent or not")
    parser.add_argument("--language", choices=("fi", "sv", "en"), default="fi", help="of the texts")
    parser.add_argument("--company", default="Esimerkki Oy", help="the name in the texts")
    parser.add_argument("--zone", default="Europe/Helsinki", help="where the receivers live")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    playbook = _playbook(arguments.playbook)
    setting = _setting(arguments)
    mapping = _mapping(arguments.mapping)
    rows, events, faults = _events(arguments.events, mapping)
    played = play(playbook, setting, events, row_count=rows)
    for line in report(played):
        print(line)
    _tell(faults)
    if arguments.csv:
        with _opened(arguments.csv, "w", "utf-8-sig") as file:
            write_csv(file, played.rows, setting.zone)
        print(f"Every row is in {arguments.csv}.")
    return 0


def play(playbook: Playbook, setting: Setting, events: list[Event], *, row_count: int) -> Played:
    """Run the events through the playbook, in the order of their times, up to the last of them."""
    world = Backtest(playbook, setting)
    for event in sorted(events, key=lambda event: (event.time, event.id)):
        world.feed(event)
    times = [event.time for event in events]
    span = (min(times), max(times)) if times else None
    return Played(playbook, setting, tuple(world.rows), row_count, len(events), span)


def _setting(arguments: Namespace) -> Setting:
    try:
        zone = ZoneInfo(arguments.zone)
    except (ValueError, OSError, KeyError) as error:
        raise CannotStart(f"{arguments.zone} is not a time zone. Write it like Europe/Helsinki.") from error
    quiet = QuietHours(zone, time(21), time(8), QUIET)
    return Setting(arguments.company, arguments.language, zone, read_hours(WEEK, zone), quiet=quiet)


def _playbook(file: Path) -> Playbook:
    playbook, problems = read_text(_text(file))
    if playbook is None:
        raise CannotStart("\n".join([f"{file} does not read:", *map(problem_line, problems)]))
    return playbook


def _mapping(file: Path) -> TableMapping:
    text = _text(file)
    if len(text) > LARGEST_MAPPING:
        raise CannotStart(f"{file} is too large for a mapping.")
    try:
        return read_mapping(yaml.load(text, yaml.BaseLoader))
    except BadMapping as bad:
        raise CannotStart("\n".join([f"{file} does not read:", *map(fault_line, bad.faults)])) from bad
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1})" if mark else ""
        raise CannotStart(f"{file} is not well-formed YAML{line}.") from error


def _events(file: Path, mapping: TableMapping) -> tuple[int, list[Event], list[Fault]]:
    """How many rows there are, the events in them, and what could not be read."""
    events: list[Event] = []
    faults: list[Fault] = []
    rows = 0
    with _opened(file, "r", "utf-8-sig") as opened:
        for number, row in _table(opened, file, mapping, faults):
            rows += 1
            found, wrong = events_in(mapping, row, number)
            events += found
            faults += wrong
    return rows, events, faults


def _table(
    opened: TextIO, file: Path, mapping: TableMapping, faults: list[Fault]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by number, the heading being row 1; one of a wrong length is told and left out."""
    heading_line = opened.readline()
    delimiter = max(",;\t", key=heading_line.count)
    opened.seek(0)
    reader = csv.reader(opened, delimiter=delimiter)
    heading = [name.strip() for name in next(reader, [])]
    if missing := sorted(mapping.columns() - set(heading)):
        raise CannotStart(
            f"{file} has no column {', '.join(missing)}. It has: {', '.join(heading) or 'none'}."
        )
    try:
        for number, cells in enumerate(reader, 2):
            if len(cells) == len(heading):
                yield number, dict(zip(heading, cells, strict=True))
            elif any(cells):
                values = {"found": str(len(cells)), "wanted": str(len(heading))}
                faults.append(Fault("", "row.length", values, number))
    except csv.Error as error:
        faults.append(Fault("", "row.quotes", {"what": str(error)}, reader.line_num))


def _tell(faults: list[Fault]) -> None:
    shown = 20
    if faults:
        print(f"\n{len(faults)} could not be read; the rest went on:", file=sys.stderr)
    for fault in faults[:shown]:
        print(f"  {fault_line(fault)}", file=sys.stderr)
    if len(faults) > shown:
        print(f"  … and {len(faults) - shown} more.", file=sys.stderr)


def _text(file: Path) -> str:
    with _opened(file, "r", "utf-8-sig") as opened:
        return opened.read()


@contextmanager
def _opened(file: Path, mode: str, encoding: str) -> Iterator[TextIO]:
    try:
        with file.open(mode, encoding=encoding, newline="") as opened:
            yield opened
    except UnicodeDecodeError as error:
        raise CannotStart(f"{file} is not UTF-8 text.") from error
    except OSError as error:
        raise CannotStart(f"{file}: {error.strerror or error}.") from error
