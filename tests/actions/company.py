"""A company for tests: its events, its phones, its time. Real rows, real transactions, no worker process."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tekstari.actions import automations, simulator
from tekstari.data import clock_moves, event_store
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.models import CallTask, Conversation, Message, Occurrence, Suppression, WorkspaceClock
from tekstari.domain.events import Event, Refusal, read_event
from tekstari.worker.clock import moment_in
from tekstari.worker.gateway import Gateway
from tekstari.worker.moving import move_clock, work_off

NEVER = lambda: False  # noqa: E731  (nobody asks this worker to end)
HELSINKI = ZoneInfo("Europe/Helsinki")


def helsinki(text: str, *, fold: int = 0) -> datetime:
    """A moment on a Finnish wall; `fold=1` is the second of an hour that comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI, fold=fold)


def on_the_wall(at: datetime) -> str:
    """The wall's time, the minute it stands in."""
    return at.astimezone(HELSINKI).isoformat(" ", "minutes")


@dataclass
class Company:
    """What a company's systems and customers do, and what comes of it."""

    id: UUID
    gateway: Gateway = field(default_factory=Gateway)
    count: int = 0

    def begins(self, at: datetime) -> None:
        """The company's clock stands at this moment, and runs from there."""
        WorkspaceClock.objects.filter(pk=self.id).update(offset=at - real_now())

    def turn_on(self, *recipes: str) -> None:
        for recipe in recipes:
            text = (files("tekstari") / "recipes" / f"{recipe}.yaml").read_text()
            self.turn_on_text(recipe, text)

    def turn_on_text(self, slug: str, text: str) -> None:
        made = automations.keep(self.id, slug=slug, text=text, now=self.now)
        automations.turn_on(self.id, made.id, now=self.now)

    @property
    def now(self) -> datetime:
        return moment_in(self.id).now

    def event(self, type: str, *, at: datetime | None = None, **said: Any) -> Event:
        self.count += 1
        raw = {"source": "test", "id": str(self.count), "type": type, **said}
        raw["time"] = (at or self.now).isoformat()
        event = read_event(raw, now=self.now, country="FI")
        assert not isinstance(event, Refusal), event
        return event

    def happens(self, type: str, *, at: datetime | None = None, **said: Any) -> None:
        """One event comes in and is worked off."""
        self.store(self.event(type, at=at, **said))
        self.work()

    def store(self, *events: Event) -> list[bool]:
        return event_store.store(self.id, list(events), real_now=real_now())

    def writes(self, phone: str, text: str) -> None:
        simulator.write(self.id, phone=phone, text=text, real_now=real_now())
        self.work()

    def work(self) -> None:
        work_off(self.id, self.gateway, NEVER)

    def passes(self, **span: float) -> None:
        """Time goes by on the company's own clock."""
        simulator.move_clock(self.id, advance=timedelta(**span), real_now=real_now())
        assert move_clock(self.id, self.gateway, NEVER)

    def passes_to(self, at: datetime) -> None:
        """Like `passes`, to a moment."""
        simulator.move_clock(self.id, to=at, real_now=real_now())
        assert move_clock(self.id, self.gateway, NEVER)

    def moves_to(self, at: datetime) -> None:
        """The clock jumps; nothing is worked off."""
        clock_moves.jump(self.id, at - self.now)

    def texts(self, phone: str, state: str | None = None) -> list[str]:
        """What this phone got (or what was decided about it), oldest first."""
        with in_workspace(self.id):
            found = Message.objects.filter(phone=phone, direction="out").order_by("at", "id")
            states = [state] if state else ["sent", "delivered"]
            return [message.text for message in found if message.state in states]

    def messages(self, phone: str) -> list[Message]:
        """Everything about texts to this phone, sent or not, in order."""
        with in_workspace(self.id):
            return list(Message.objects.filter(phone=phone, direction="out").order_by("at", "id"))

    def replies(self, phone: str) -> list[Message]:
        with in_workspace(self.id):
            return list(Message.objects.filter(phone=phone, direction="in").order_by("at", "id"))

    def conversation(self, phone: str) -> Conversation:
        with in_workspace(self.id):
            return Conversation.objects.get(phone=phone)

    def stopped(self, phone: str) -> set[str]:
        """What this phone gets no more of."""
        with in_workspace(self.id):
            return set(Suppression.objects.filter(phone=phone).values_list("scope", flat=True))

    def calls(self) -> list[CallTask]:
        with in_workspace(self.id):
            return list(CallTask.objects.select_related("call_list").order_by("created_at"))

    def occurrences(self) -> list[tuple[str, str, str]]:
        with in_workspace(self.id):
            rows = Occurrence.objects.order_by("at", "id")
            return list(rows.values_list("key", "state", "reason"))
