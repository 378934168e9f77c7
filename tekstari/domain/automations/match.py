"""Which events meet: combinations matched in any order, supplies handed out in turn.

Pure and set-wise: the caller gives every event that could still meet on the values in question and what
has been used already, and gets the matches and the near misses. The same code runs live, in a backtest
and in stories.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tekstari.domain.automations.at_hand import AtHand, Share, agreed, in_turn, meets_by
from tekstari.domain.automations.conditions import judge
from tekstari.domain.automations.definition import Automation, Combination, UnlessEvent
from tekstari.domain.decision import Because, Trace, when
from tekstari.domain.happened import Happened, Situation, same
from tekstari.domain.schedules.spans import later


@dataclass(frozen=True, slots=True)
class Match:
    """One occurrence: the events that made it and how much of each supply it used."""

    key: str
    occurrence: str
    members: tuple[Happened, ...]
    used: tuple[int, ...]
    trace: Trace


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Some of what is waited for has come. The missing members are named in the trace."""

    key: str
    members: tuple[Happened, ...]
    trace: Trace


def key_of(automation: Automation, hub: Happened, members: tuple[Happened, ...]) -> str:
    """What an occurrence is counted by: once per this."""
    if automation.once:
        value = same(Situation(members, None).value(automation.once))
        if value is not None:
            return f"{automation.once}:{value}"
    if hub.key:
        return f"{hub.kind}:{same(hub.key)}"
    return f"event:{hub.id}"


def meetings(
    automation: Automation,
    events: Iterable[Happened],
    used: Mapping[str, int],
    zone: ZoneInfo,
) -> tuple[list[Match], list[NearMiss]]:
    """Match every waiting hub event, oldest first, against the others.

    `events`: all that could meet, of any member; a hub event that has fired is not among them.
    `used`: how much of each supply (event id) earlier occurrences took.
    """
    combination = automation.when
    assert isinstance(combination, Combination)
    at_hand = AtHand(automation, combination, used, zone)
    for event in sorted(events, key=in_turn):
        at_hand.add(event)
    served = [serve(at_hand, hub) for hub in at_hand.hubs]
    return _parted(served)


def arrival(at_hand: AtHand, event: Happened) -> tuple[list[Match], list[NearMiss]]:
    """What one more event brings about among those at hand. Events come one by one, in any order."""
    at_hand.add(event)
    return _parted([serve(at_hand, hub) for hub in at_hand.concerned(event)])


def serve(at_hand: AtHand, hub: Happened) -> Match | NearMiss:
    """Give the hub what it waits for, or let it go on waiting."""
    combination = at_hand.combination
    shares = [at_hand.share(number, hub) for number in range(1, len(combination.members))]
    share = [(hub, 0), *(pair for share in shares for pair in share)]
    members = tuple(event for event, _ in share)
    key = key_of(at_hand.automation, hub, members)
    if not all(shares):
        at_hand.wait(hub)
        return NearMiss(key, members, _missing(combination, members, shares))
    at_hand.take(hub, share)
    return Match(key, "", members, tuple(takes for _, takes in share), _came(members))


def _parted(served: Iterable[Match | NearMiss]) -> tuple[list[Match], list[NearMiss]]:
    matches, misses = [], []
    for one in served:
        if isinstance(one, Match):
            matches.append(one)
        else:
            misses.append(one)
    return matches, misses


def lone_match(automation: Automation, event: Happened) -> Match:
    """The occurrence of a single event: each time, unless it is counted by something."""
    occurrence = "" if automation.once else event.id
    return Match(key_of(automation, event, (event,)), occurrence, (event,), (0,), _came((event,)))


def meeting(combination: Combination, one: Happened, other: Happened) -> str | None:
    """The name by which two events agree, or None. Only the first name both know counts."""
    return agreed(meets_by(one, combination.same), meets_by(other, combination.same))


def _came(events: Iterable[Happened]) -> Trace:
    return tuple(Because("member.came", {"event": e.type, "at": when(e.time)}) for e in events)


def _missing(combination: Combination, came: Iterable[Happened], shares: Sequence[Share]) -> Trace:
    lines = tuple(
        Because("member.missing", {"event": member.event}, holds=False)
        for member, share in zip(combination.members[1:], shares, strict=True)
        if not share
    )
    return (*lines, *_came(came))


def decide(automation: Automation, situation: Situation, since: Iterable[Happened]) -> "Outcome":
    """Whether a match may go on: `if`, `unless` and what has happened `since`."""
    trace: list[Because] = []
    happened = list(since)
    for clause in automation.unless_events:
        if event := next((e for e in happened if speaks_against(clause, e, situation)), None):
            reason = "called" if event.type.startswith("call.") else "changed"
            line = Because("unless.came", {"event": event.type, "at": when(event.time)}, False)
            return Outcome("suppressed", reason, (line, *trace))
        trace.append(Because("unless.not_come", {"event": clause.event}))
    for condition, wanted in ((automation.only_if, True), (automation.unless, False)):
        if condition is None:
            continue
        verdict = judge(condition, situation)
        if verdict.holds is None:
            return Outcome("suppressed", "cannot_tell", (*verdict.trace, *trace))
        if verdict.holds is not wanted:
            return Outcome("suppressed", "condition", (*verdict.trace, *trace))
        trace.extend(verdict.trace)
    return Outcome("fired", "", tuple(trace))


def speaks_against(clause: UnlessEvent, event: Happened, situation: Situation) -> bool:
    """Whether this is what `unless` names, and about the same contact or record."""
    if event.type != clause.event or event.id in {member.id for member in situation.members}:
        return False
    if clause.same == "record":
        about = event.record in {member.record for member in situation.members} - {None}
    else:
        about = event.contact is not None and event.contact == person_of(situation.members)
    if not about or clause.where is None:
        return about
    seen = Situation((event, *situation.members), situation.person)
    return judge(clause.where, seen).holds is True


@dataclass(frozen=True, slots=True)
class Outcome:
    """fired, or suppressed with a reason; the trace says why."""

    state: str
    reason: str
    trace: Trace


def person_of(members: Iterable[Happened]) -> str | None:
    """Whose text it is: the first event that knows its contact."""
    return next((member.contact for member in members if member.contact), None)


def is_too_late(due: datetime, now: datetime, automation: Automation, zone: ZoneInfo) -> bool:
    """Whether a moment passed so long ago that it is not made up for."""
    return later(due, automation.late, zone) < now - timedelta(seconds=1)
