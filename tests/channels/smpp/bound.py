"""A session with a far end made of nothing but PDUs, for tests without a network."""

from datetime import timedelta
from typing import Any

from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.events import Event
from tekstari.channels.smpp.pdu import BadPdu, Framer, encode
from tekstari.channels.smpp.session import Session
from tekstari.channels.smpp.states import BINDS, Mode
from tekstari.channels.smpp.wire.commands import Pdu, SubmitSm, response_to

HELLO = SubmitSm(source_addr="18100", destination_addr="358401234567", short_message=b"Hei")
CONFIG: dict[str, Any] = {
    "system_id": "tekstari",
    "password": "salasana",
    "response_timeout": timedelta(seconds=10),
    "enquire_after": timedelta(seconds=30),
    "link_timeout": timedelta(seconds=5),
    "drain_timeout": timedelta(seconds=3),
}


class Pair:
    """`say` sends PDUs to the session, `heard` is what it wrote since the last look."""

    def __init__(self, *, first_sequence: int = 1, **config: Any) -> None:
        self.now = 1000.0
        self.session = Session(SessionConfig(**{**CONFIG, **config}), self.now, first_sequence=first_sequence)
        self._framer = Framer()

    def bind(self) -> "Pair":
        self.session.connected(self.now)
        (bind,) = self.heard()
        answer = response_to(BINDS[self.session.config.mode])
        assert answer is not None
        self.say(answer(bind.sequence, 0, (), "FAREND"))
        return self

    def say(self, *pdus: Pdu) -> list[Event]:
        return self.session.receive(b"".join(map(encode, pdus)), self.now)

    def heard(self) -> list[Pdu]:
        pdus = self._framer.receive(self.session.bytes_to_send())
        assert not any(isinstance(pdu, BadPdu) for pdu in pdus)
        return [pdu for pdu in pdus if isinstance(pdu, Pdu)]

    def submit(self, *names: str) -> list[int]:
        return [self.session.submit(name, HELLO, self.now) for name in names]

    def later(self, seconds: float) -> list[Event]:
        """So much time passes, in steps of the session's own deadlines."""
        until, told = self.now + seconds, []
        while True:
            deadline = self.session.next_deadline
            if deadline is None or deadline > until:
                break
            self.now = max(self.now, deadline)
            told += self.session.tick(self.now)
        self.now = until
        return told + self.session.tick(self.now)


def bound(mode: Mode = Mode.TRANSCEIVER, **config: Any) -> Pair:
    return Pair(mode=mode, **config).bind()
