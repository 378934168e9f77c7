"""`tekstari doctor`: what is well, what is not, and how to mend it. No text and no number is shown."""

import shutil
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from tekstari.cli.installation import add_home, existing, use_django
from tekstari.cli.whole_file import spoken

if TYPE_CHECKING:  # it asks the models, which exist only after Django's set-up
    from tekstari.data.checkup import Facts, Traffic

OLDEST_VERSION = 15
LATE = timedelta(minutes=1)  # past it no worker seems to be at work
CLOCKS_APART = timedelta(seconds=5)
LITTLE_SPACE = 1_000_000_000
WORKER = "Start `tekstari serve` or `tekstari worker`; if one runs, see what it logs."
MIGRATE = "Run `tekstari migrate`."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` is empty when it is well."""

    about: str
    says: str
    mend: str = ""


def add(commands: Any) -> None:
    parser = commands.add_parser("doctor", help="look for what is wrong and say how to mend it")
    add_home(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with existing(arguments.home) as installation:
        use_django(installation)
        from tekstari.data import checkup

        free = shutil.disk_usage(installation.home).free
        try:
            facts = checkup.look(installation.owner_url, installation.app_url, installation.gateway_url)
        except psycopg.OperationalError:
            found = [Finding("PostgreSQL", "does not answer", "Start it, and look at DATABASE_URL.")]
        else:
            found = list(findings(facts, now=datetime.now(UTC)))
        found.append(disk(free, installation.home))
    for finding in found:
        print(f"{'WRONG' if finding.mend else 'ok':6} {finding.about}: {finding.says}")
        if finding.mend:
            print(f"       -> {finding.mend}")
    return 1 if any(finding.mend for finding in found) else 0


def findings(facts: "Facts", *, now: datetime) -> Iterator[Finding]:
    """Everything the database can tell, judged. `now` is this machine's time."""
    yield _server(facts)
    yield _clocks(facts.now - now)
    yield _tables(facts)
    yield from _closed(facts)
    yield from _pauses(facts)
    if facts.traffic:
        yield from _traffic(facts.traffic, facts.now)


def disk(free: int, home: Path) -> Finding:
    mend = f"Make room on the disk of {home}." if free < LITTLE_SPACE else ""
    return Finding("Disk", f"{spoken(free)} free", mend)


def _server(facts: "Facts") -> Finding:
    says = f"{facts.version // 10_000}.{facts.version % 10_000}"
    is_old = facts.version // 10_000 < OLDEST_VERSION
    return Finding("PostgreSQL", says, f"Use {OLDEST_VERSION} or newer." if is_old else "")


def _clocks(apart: timedelta) -> Finding:
    says = f"{abs(apart).total_seconds():.1f} s between this machine and the database"
    return Finding("Clock", says, "Set both by NTP." if abs(apart) > CLOCKS_APART else "")


def _tables(facts: "Facts") -> Finding:
    if facts.unknown:
        mend = "The database is of a newer release; install that one."
        return Finding("Tables", f"unknown to this release: {', '.join(facts.unknown)}", mend)
    if facts.missing:
        return Finding("Tables", f"{len(facts.missing)} changes are not made yet", MIGRATE)
    return Finding("Tables", "as this release needs them")


def _closed(facts: "Facts") -> Iterator[Finding]:
    if not facts.is_answering:
        yield Finding("Log-ins", "the product's own log-ins are not let in", MIGRATE)
    elif facts.mighty:
        mend = "Take from it what it owns, and SUPERUSER, BYPASSRLS, CREATEROLE and memberships."
        yield Finding("Log-ins", f"{', '.join(facts.mighty)} may do more than it must", mend)
    else:
        yield Finding("Log-ins", "both are let in and may do no more than they must")
    if facts.open_tables:
        yield Finding("Companies apart", f"not closed: {', '.join(facts.open_tables)}", MIGRATE)
    else:
        yield Finding("Companies apart", "every table of a workspace is closed")


def _pauses(facts: "Facts") -> Iterator[Finding]:
    for slug, reason, since in facts.pauses:
        which = f" --workspace {slug}" if slug else ""
        yield Finding(
            f"Sending{f' of {slug}' if slug else ''}",
            f"PAUSED since {since:%Y-%m-%d %H:%M} UTC ({reason}); nothing leaves",
            f"Look at what waits, then `tekstari release{which}`, with --discard to drop what is old.",
        )
    if not facts.pauses:
        yield Finding("Sending", "not paused")


def _traffic(traffic: "Traffic", now: datetime) -> Iterator[Finding]:
    yield _waiting("Texts", f"{traffic.texts} wait", traffic.oldest_text, now)
    yield _waiting("Events", "judged as they come", traffic.oldest_event, now)
    yield _waiting("Timers", "kept", traffic.oldest_timer, now)
    yield _waiting("Replies", "read as they come", traffic.oldest_reply, now)
    yield _waiting("Attempts", f"{traffic.untold} not told to their texts", traffic.oldest_untold, now)
    says = f"{traffic.in_doubt} may have been sent"
    mend = "Look at them in the conversations, and send again those that did not arrive."
    yield Finding("Texts in doubt", says, mend if traffic.in_doubt else "")


def _waiting(about: str, says: str, oldest: datetime | None, now: datetime) -> Finding:
    """Late work is how a worker that is gone or stuck shows."""
    late = now - oldest if oldest else timedelta(0)
    if late <= LATE:
        return Finding(about, says)
    return Finding(about, f"{says}; the oldest is {spoken_span(late)} late", WORKER)


def spoken_span(span: timedelta) -> str:
    """A length of time in its largest unit.

    >>> spoken_span(timedelta(minutes=12, seconds=5)), spoken_span(timedelta(days=3, hours=7))
    ('12 min', '3 d')
    """
    minutes = int(span.total_seconds() // 60)
    for unit, length in (("d", 1440), ("h", 60)):
        if minutes >= length:
            return f"{minutes // length} {unit}"
    return f"{minutes} min"
