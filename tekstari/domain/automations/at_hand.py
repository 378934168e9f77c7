"""The events a combination has at hand, and whose turn it is to be served."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from heapq import merge
from itertools import takewhile
from zoneinfo import ZoneInfo

from tekstari.domain.automations.conditions import judge
from tekstari.domain.automations.definition import Automation, Combination, Member
from tekstari.domain.happened import Happened, Situation, same
from tekstari.domain.schedules.spans import later

Share = list[tuple[Happened, int]]
_ByValue = defaultdict[tuple[str, str], list[Happened]]


def meets_by(event: Happened, names: tuple[str, ...]) -> dict[str, str]:
    """The values by which an event can meet others, compared without case and spare spaces."""
    found = ((name, same(event.value(name))) for name in names)
    return {name: value for name, value in found if value is not None}


def in_turn(event: Happened) -> tuple[datetime, str]:
    """The order in which events are served."""
    return event.time, event.id


def is_near(one: datetime, other: datetime, combination: Combination, zone: ZoneInfo) -> bool:
    """Whether two events lie within the combination's span of each other."""
    if combination.within is None:
        return True
    return max(one, other) <= later(min(one, other), combination.within, zone)


def quantity(event: Happened, name: str) -> int:
    """How many an event speaks of; one when it does not say."""
    value = event.value(name) if name else None
    try:
        return max(0, int(float(value))) if isinstance(value, str) else 1
    except (ValueError, OverflowError):
        return 1


def is_wanted(member: Member, event: Happened) -> bool:
    """Whether the event is one that this member waits for."""
    if event.type != member.event:
        return False
    return member.where is None or judge(member.where, Situation((event,), None)).holds is True


def hands_out(automation: Automation, hub: Happened, name: str) -> bool:
    """Whether events that agree by this name share goods; the order's own number tells whose they are."""
    return name not in (automation.once, hub.kind, "record.key")


def agreed(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str | None:
    """The first name both know, when they know the same value by it.

    >>> agreed({"order": "10042", "product": "lamp"}, {"product": "lamp"})
    'product'
    >>> agreed({"order": "10042", "product": "lamp"}, {"order": "10043", "product": "lamp"})
    """
    name = next((name for name in ours if name in theirs), None)
    return name if name is not None and ours[name] == theirs[name] else None


class AtHand:
    """The events at hand, found by the values they can meet by, and what is left of each supply."""

    def __init__(
        self,
        automation: Automation,
        combination: Combination,
        used: Mapping[str, int],
        zone: ZoneInfo,
    ) -> None:
        self.automation = automation
        self.combination = combination
        self.zone = zone
        self.used = dict(used)
        self.hubs: list[Happened] = []
        self._others: list[_ByValue] = [defaultdict(list) for _ in combination.members]
        self._waiting: _ByValue = defaultdict(list)
        self._who_waits: set[str] = set()
        self._values: dict[str, dict[str, str]] = {}

    def add(self, event: Happened) -> None:
        for number, member in enumerate(self.combination.members):
            if is_wanted(member, event):
                self._values[event.id] = meets_by(event, self.combination.same)
                if number == 0:
                    self.hubs.append(event)
                else:
                    self._index(self._others[number], event)

    def wait(self, hub: Happened) -> None:
        """This hub goes on waiting: nobody younger is served before it."""
        if hub.id not in self._who_waits:
            self._who_waits.add(hub.id)
            self._index(self._waiting, hub)

    def take(self, hub: Happened, share: Share) -> None:
        """The hub has what it waited for; from now on this much of these is gone."""
        for event, takes in share:
            self.used[event.id] = self.used.get(event.id, 0) + takes
        if hub.id in self._who_waits:
            self._who_waits.remove(hub.id)
            for pair in self._values[hub.id].items():
                self._waiting[pair].remove(hub)

    def concerned(self, event: Happened) -> Iterator[Happened]:
        """The hubs to serve when one more event has come, in turn, for as long as there is any left.

        Each is to be served, or made to wait, before the next is asked for.
        """
        if event.type == self.combination.members[0].event:
            yield from (hub for hub in self.hubs[-1:] if hub.id == event.id)
            return
        member = next(m for m in self.combination.members if m.event == event.type)
        for pair in self._values.get(event.id, {}).items():
            for hub in list(self._waiting.get(pair, ())):
                name = agreed(self._values[hub.id], self._values[event.id])
                if name is None or hub.id not in self._who_waits or not self._is_near(hub, event):
                    continue
                yield hub
                is_shared = member.serves and hands_out(self.automation, hub, name)
                if is_shared and (hub.id in self._who_waits or not self._left(member, event)):
                    break

    def share(self, number: int, hub: Happened) -> Share:
        """What the hub gets of this member, oldest first, with how much of each; empty: not enough.

        Who waits longer for the same goods comes first: while an older one waits for more than there
        is, a younger one gets none of it.
        """
        member = self.combination.members[number]
        gathered: dict[str, tuple[Happened, int]] = {}
        missing = quantity(hub, self.combination.members[0].needs)
        for event in self._candidates(number, hub):
            name = agreed(self._values[hub.id], self._values[event.id])
            if name is None or not self._is_near(hub, event):
                continue
            if not member.serves or not hands_out(self.automation, hub, name):
                return [(event, 0)]
            takes = min(missing, self._left(member, event))
            if takes < min(1, missing) or event.id in gathered or self._is_overtaking(hub, event):
                continue
            gathered[event.id] = (event, takes)
            missing -= takes
            if not missing:
                return list(gathered.values())
        return []

    def _index(self, place: _ByValue, event: Happened) -> None:
        for pair in self._values[event.id].items():
            insort(place[pair], event, key=in_turn)

    def _candidates(self, number: int, hub: Happened) -> Iterable[Happened]:
        """Events of a member that agree with the hub on some value, oldest first."""
        member, others = self.combination.members[number], self._others[number]
        lists: list[list[Happened]] = []
        for name, value in self._values[hub.id].items():
            found = others.get((name, value))
            if found and member.serves and hands_out(self.automation, hub, name):
                while found and not self._left(member, found[0]):
                    found.pop(0)  # used up: nobody looks at it again
            if found:
                lists.append(found)
        return lists[0] if len(lists) == 1 else merge(*lists, key=in_turn)

    def _left(self, member: Member, event: Happened) -> int:
        return max(0, quantity(event, member.serves) - self.used.get(event.id, 0))

    def _is_overtaking(self, hub: Happened, event: Happened) -> bool:
        """Whether somebody older waits for this and could still have it."""
        values = self._values[event.id]
        return any(
            agreed(self._values[older.id], values) and self._is_near(older, event)
            for pair in values.items()
            for older in takewhile(lambda one: in_turn(one) < in_turn(hub), self._waiting.get(pair, ()))
        )

    def _is_near(self, one: Happened, other: Happened) -> bool:
        return is_near(one.time, other.time, self.combination, self.zone)
