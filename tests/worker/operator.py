"""An operator on loopback and a company that texts through it; the worker runs in a thread of the test."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tekstari.actions import channels, workspaces
from tekstari.channels.smpp.pauses import PauseConfig
from tekstari.channels.smpp.settings import SmppSettings, read_settings
from tekstari.channels.smpp.wire.commands import DeliverSm, DeliverSmResp, SubmitSmResp
from tekstari.channels.smpp.wire.tlvs import Tag, Tlv
from tekstari.data import channel_locks
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.models import Message, Outbox
from tekstari.worker.clock import moment_in
from tekstari.worker.settling import settle
from tekstari.worker.smpp import SmppWorker
from tests.actions.company import Company
from tests.channels.smpp.far_end import Deed, FarEnd, Talk
from tests.faults.processes import until

OURS = "18100"


@dataclass
class Operator:
    """The far end, in an event loop and a thread of its own. What it logs is the truth."""

    far_end: FarEnd
    loop: asyncio.AbstractEventLoop

    def do(self, deed: Callable[[], Any]) -> None:
        self.loop.call_soon_threadsafe(deed)

    def is_bound(self, talk: int = -1) -> bool:
        return bool(self.far_end.talks and self.far_end.talks[talk].heard)

    def texts(self) -> list[bytes]:
        return [pdu.short_message for pdu in self.far_end.submits]

    def delivers(self, *pdus: DeliverSm) -> None:
        self.do(lambda: self.far_end.deliver(*pdus))

    def answers(self) -> dict[int, int]:
        """The status we gave to each delivery, by its sequence number."""
        return {pdu.sequence: pdu.status for pdu in self.far_end.heard if isinstance(pdu, DeliverSmResp)}

    def report(self, number: int, state: int = 2, *, sequence: int = 900, phone: str = "") -> DeliverSm:
        """The receipt of the text it named `m{number}`."""
        name = Tlv(Tag.RECEIPTED_MESSAGE_ID, f"m{number}".encode() + b"\0")
        told = Tlv(Tag.MESSAGE_STATE, bytes([state]))
        return delivery(sequence + number, b"", phone=phone, esm_class=4, tlvs=(name, told))


def delivery(
    sequence: int,
    words: bytes,
    *,
    phone: str = "",
    to: str = OURS,
    esm_class: int = 0,
    tlvs: tuple[Tlv, ...] = (),
    data_coding: int = 0,
) -> DeliverSm:
    return DeliverSm(
        sequence,
        0,
        tlvs,
        source_addr_ton=1,
        source_addr_npi=1,
        source_addr=phone.removeprefix("+"),
        dest_addr_ton=3,
        destination_addr=to,
        esm_class=esm_class,
        data_coding=data_coding,
        short_message=words,
    )


class Busy(FarEnd):
    """A far end that takes its time with every answer."""

    def __init__(self, *args: Any, seconds: float = 0.0, **named: Any) -> None:
        super().__init__(*args, **named)
        self.seconds = seconds

    def _do(self, talk: Talk, deed: Deed, answer: SubmitSmResp) -> None:
        asyncio.get_running_loop().call_later(self.seconds, super()._do, talk, deed, answer)


@contextmanager
def operator(plan: dict[int, Deed] | None = None, seconds: float = 0.0, **said: Any) -> Iterator[Operator]:
    loop = asyncio.new_event_loop()
    far_end = Busy(plan, seconds=seconds, **said) if seconds else FarEnd(plan, **said)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(far_end.__aenter__(), loop).result(5)
    try:
        yield Operator(far_end, loop)
    finally:
        asyncio.run_coroutine_threadsafe(far_end.__aexit__(None, None, None), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


class Connected(Company):
    """A company with a number of its own at an operator."""

    channel_id: UUID

    def work(self) -> None:
        settle(self.id, lambda: moment_in(self.id))

    def greets(self, *phones: str) -> None:
        """A text to each, from an automation that was turned on as `heti`."""
        said = [self.event("visit.ended", contact={"phone": phone, "name": "Maija"}) for phone in phones]
        self.store(*said)
        self.work()

    def hurries(self) -> None:
        """What waits to be tried again is tried now."""
        self.work()
        with in_workspace(self.id):
            Outbox.objects.filter(worker=None).update(due_at=real_now())

    def becomes(self, phone: str, state: str, count: int = 1) -> list[Message]:
        """The texts to this phone, once so many of them are in this state."""

        def found() -> list[Message]:
            self.work()
            with in_workspace(self.id):
                rows = Message.objects.filter(phone=phone, direction="out", state=state)
                return list(rows.order_by("at")) if rows.count() >= count else []

        until(found, 15)
        return found()


def company_at(port: int, **settings: Any) -> tuple[Connected, dict[str, Any]]:
    """A company whose texts leave through the far end at this port, and its channel's settings."""
    workspace = workspaces.create(
        name="Korjaamo Oy", slug=f"o{new_id().hex[-12:]}", settings={"quiet": None}, now=real_now()
    )
    said = {"host": "127.0.0.1", "port": port, "system_id": "tekstari", **settings}
    channel = channels.add(name=f"Operaattori {new_id().hex[-8:]}", kind="smpp", settings=said)
    workspaces.add_sender(workspace, channel=channel, value=OURS, kind="short")
    company = Connected(workspace.id)
    company.channel_id = channel.id
    return company, said


@contextmanager
def connected(there: Operator, **settings: Any) -> Iterator[Connected]:
    """The company, its channel up and held by this test."""
    company, said = company_at(there.far_end.port, **settings)
    with worker(company.channel_id, said):
        until(there.is_bound)
        yield company


def hasty(settings: SmppSettings) -> SmppSettings:
    """The same, but with short pauses, which are made for operators and not for tests."""
    moment = timedelta(seconds=0.05)
    session = replace(settings.link.session, throttle_pause=moment, drain_timeout=timedelta(seconds=0.3))
    pauses = PauseConfig(first=moment, longest=moment)
    return replace(settings, link=replace(settings.link, session=session, pauses=pauses))


@contextmanager
def worker(channel_id: UUID, said: dict[str, Any]) -> Iterator[None]:
    ending = threading.Event()

    def work() -> None:
        with channel_locks.hold(channel_id) as held:
            assert held is not None
            SmppWorker(channel_id, hasty(read_settings(said)), held, ending.is_set).run()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(15)
        assert not thread.is_alive()
