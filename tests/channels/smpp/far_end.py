"""A scripted operator on loopback, for the tests of the link. What it logs is the truth.

It answers every submit with the deed its plan names for that number (1, 2, …), else it takes it.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from tekstari.channels.smpp.pdu import BadPdu, Framer, encode
from tekstari.channels.smpp.wire import commands
from tekstari.channels.smpp.wire.commands import DeliverSm, Pdu, SubmitSm, response_to
from tekstari.channels.smpp.wire.tlvs import Tlv


@dataclass(frozen=True)
class Take:
    message_id: str | None = ""
    """Empty: `m1`, `m2`, … in the order they come."""


@dataclass(frozen=True)
class Say:
    """Refuse with a status."""

    status: int


@dataclass(frozen=True)
class Nack:
    status: int
    with_sequence: bool = True


@dataclass(frozen=True)
class Silence:
    """Say nothing; `FarEnd.release` answers all that were met with silence."""


@dataclass(frozen=True)
class Twice:
    """Take it and say so two times."""


@dataclass(frozen=True)
class Reset:
    """Take it and cut the connection before the answer."""


@dataclass(frozen=True)
class AskToLeave:
    """Send unbind before the answer."""


Deed = Take | Say | Nack | Silence | Twice | Reset | AskToLeave


@dataclass
class Talk:
    """One connection, as the far end sees it."""

    writer: asyncio.StreamWriter
    heard: list[Pdu | BadPdu] = field(default_factory=list)
    outstanding: int = 0
    most_outstanding: int = 0

    def say(self, *pdus: Pdu) -> None:
        self.writer.write(b"".join(map(encode, pdus)))

    def reset(self) -> None:
        self.writer.transport.abort()


class FarEnd:
    """`binds`: what to answer to the first, second, … bind; the rest are taken."""

    def __init__(
        self,
        plan: dict[int, Deed] | None = None,
        *,
        always: Deed | None = None,
        binds: tuple[int, ...] = (),
        hang_up_after_bind: bool = False,
        in_reverse: int = 0,
        is_deaf: bool = False,
        ssl: object = None,
    ) -> None:
        self.plan, self.always = plan or {}, always or Take()
        self.binds, self.hang_up_after_bind = binds, hang_up_after_bind
        self.in_reverse, self.is_deaf = in_reverse, is_deaf
        self.talks: list[Talk] = []
        self.submits: list[SubmitSm] = []
        self.taken: Counter[bytes] = Counter()
        self._kept: list[tuple[Talk, Pdu]] = []
        self._ssl = ssl
        self._binds = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0, ssl=self._ssl)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for talk in self.talks:
            talk.reset()
        await asyncio.sleep(0)

    @property
    def heard(self) -> list[Pdu | BadPdu]:
        return [pdu for talk in self.talks for pdu in talk.heard]

    def heard_of(self, kind: type[Pdu]) -> list[Pdu]:
        return [pdu for pdu in self.heard if isinstance(pdu, kind)]

    def release(self, order: Callable[[list], list] = list) -> None:
        """Answer everything kept back."""
        kept, self._kept = self._kept, []
        for talk, answer in order(kept):
            talk.outstanding -= 1
            talk.say(answer)

    def deliver(self, *pdus: DeliverSm, to: int = -1) -> None:
        self.talks[to].say(*pdus)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk, framer = Talk(writer), Framer()
        self.talks.append(talk)
        try:
            while data := await reader.read(65536):
                if self.is_deaf and len(self.talks) == 1 and talk.heard:
                    continue
                for pdu in framer.receive(data):
                    talk.heard.append(pdu)
                    self._answer(talk, pdu)
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()

    def _answer(self, talk: Talk, pdu: Pdu | BadPdu) -> None:
        if isinstance(pdu, SubmitSm):
            self._take(talk, pdu)
        elif isinstance(pdu, commands.BindTransceiver | commands.BindTransmitter | commands.BindReceiver):
            self._bind(talk, pdu)
        elif isinstance(pdu, commands.EnquireLink):
            talk.say(commands.EnquireLinkResp(pdu.sequence))
        elif isinstance(pdu, commands.Unbind):
            talk.say(commands.UnbindResp(pdu.sequence))
        elif isinstance(pdu, commands.UnbindResp):
            talk.writer.close()

    def _bind(self, talk: Talk, pdu: Pdu) -> None:
        status = self.binds[self._binds] if self._binds < len(self.binds) else 0
        self._binds += 1
        kind = response_to(type(pdu))
        assert kind is not None
        if status:
            talk.say(kind(pdu.sequence, status))
        else:
            talk.say(kind(pdu.sequence, 0, (Tlv(0x0210, b"\x34"),), "FAREND"))
        if status or self.hang_up_after_bind:
            talk.writer.close()

    def _take(self, talk: Talk, pdu: SubmitSm) -> None:
        self.submits.append(pdu)
        number = len(self.submits)
        deed = self.plan.get(number, self.always)
        talk.outstanding += 1
        talk.most_outstanding = max(talk.most_outstanding, talk.outstanding)
        if not isinstance(deed, Say | Nack):
            self.taken[pdu.short_message] += 1
        answer = commands.SubmitSmResp(pdu.sequence, 0, (), f"m{number}")
        if self.in_reverse:
            self._kept.append((talk, answer))
            if len(self._kept) == self.in_reverse:
                self.release(order=lambda kept: kept[::-1])
            return
        self._do(talk, deed, answer)

    def _do(self, talk: Talk, deed: Deed, answer: commands.SubmitSmResp) -> None:
        if isinstance(deed, Silence):
            self._kept.append((talk, answer))
            return
        talk.outstanding -= 1
        if isinstance(deed, Take):
            talk.say(answer if deed.message_id == "" else replace(answer, message_id=deed.message_id))
        elif isinstance(deed, Say):
            talk.say(commands.SubmitSmResp(answer.sequence, deed.status))
        elif isinstance(deed, Nack):
            talk.say(commands.GenericNack(answer.sequence if deed.with_sequence else 0, deed.status))
        elif isinstance(deed, Twice):
            talk.say(answer, answer)
        elif isinstance(deed, Reset):
            talk.reset()
        elif isinstance(deed, AskToLeave):
            talk.say(commands.Unbind(77), answer)
