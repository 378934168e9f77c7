"""A channel's settings, as a person or a file gives them, read into what the link and its texts need.

{"host": "smpp.example.com", "port": 3550, "system_id": "korjaamo", "password": "…", "tls": true,
 "window": 10, "rate": 20, "joining": "udh8", "id_rule": "plain"}
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from tekstari.channels.smpp.client import LinkConfig
from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.states import Mode
from tekstari.channels.smpp.text.dialect import Alphabet, Dialect, Joining
from tekstari.channels.smpp.tls import secure
from tekstari.channels.smpp.wire.fields import BadField
from tekstari.domain.delivery.ids import IdRule

Read = TypeVar("Read")

KNOWN = frozenset(
    {
        "host",
        "port",
        "system_id",
        "password",
        "system_type",
        "tls",
        "ca_file",
        "server_name",
        "binds",
        "window",
        "rate",
        "response_timeout",
        "enquire_after",
        "link_timeout",
        "joining",
        "default_alphabet",
        "service_type",
        "echoes_reference",
        "id_rule",
    }
)
#: A worker that is told to end has three seconds in all.
DRAIN = timedelta(seconds=2)
BINDS = {
    "transceiver": (Mode.TRANSCEIVER,),
    "transmitter+receiver": (Mode.TRANSMITTER, Mode.RECEIVER),
}


class BadSetting(ValueError):
    """A setting that cannot be; `name` says which, `known` what it can be."""

    def __init__(self, name: str, known: str = "") -> None:
        super().__init__(f"{name} ({known})" if known else name)
        self.name = name
        self.known = known


@dataclass(frozen=True, slots=True)
class SmppSettings:
    """What one SMPP channel was told. `rate` is parts a second; None lets the window decide."""

    link: LinkConfig
    dialect: Dialect
    id_rule: IdRule
    rate: float | None


def read_settings(said: Mapping[str, Any]) -> SmppSettings:
    """Raises BadSetting naming the first setting that cannot be."""
    for name in said:
        if name not in KNOWN:
            raise BadSetting(name, ", ".join(sorted(KNOWN)))
    alphabet = _choice(said, "default_alphabet", Alphabet, Alphabet.GSM7)
    return SmppSettings(
        link=_link(said),
        dialect=Dialect(
            meanings={} if alphabet is Alphabet.GSM7 else {0: alphabet},
            joining=_choice(said, "joining", Joining, Joining.UDH8),
            service_type=_text(said, "service_type", ""),
            echoes_reference=bool(said.get("echoes_reference", False)),
        ),
        id_rule=_choice(said, "id_rule", IdRule, IdRule.PLAIN),
        rate=_number(said, "rate", 0) or None,
    )


def _link(said: Mapping[str, Any]) -> LinkConfig:
    binds = _text(said, "binds", "transceiver")
    if binds not in BINDS:
        raise BadSetting("binds", ", ".join(BINDS))
    usual = SessionConfig(system_id="x")
    try:
        session = SessionConfig(
            system_id=_text(said, "system_id"),
            password=_text(said, "password", ""),
            system_type=_text(said, "system_type", ""),
            window=int(_number(said, "window", usual.window)),
            response_timeout=_seconds(said, "response_timeout", usual.response_timeout),
            enquire_after=_seconds(said, "enquire_after", usual.enquire_after),
            link_timeout=_seconds(said, "link_timeout", usual.link_timeout),
            drain_timeout=DRAIN,
        )
    except BadField as bad:
        raise BadSetting(bad.field) from None
    return LinkConfig(
        host=_text(said, "host"),
        port=int(_number(said, "port", 2775)),
        session=session,
        modes=BINDS[binds],
        tls=secure(said.get("ca_file")) if said.get("tls") else None,
        server_name=said.get("server_name"),
    )


def _text(said: Mapping[str, Any], name: str, usual: str | None = None) -> str:
    value = said.get(name, usual)
    if not isinstance(value, str) or (usual is None and not value):
        raise BadSetting(name)
    return value


def _number(said: Mapping[str, Any], name: str, usual: float) -> float:
    value = said.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 65_535:
        raise BadSetting(name, "0-65535")
    return float(value)


def _seconds(said: Mapping[str, Any], name: str, usual: timedelta) -> timedelta:
    return timedelta(seconds=_number(said, name, usual.total_seconds()))


def _choice(said: Mapping[str, Any], name: str, kinds: Callable[[str], Read], usual: Read) -> Read:
    try:
        return kinds(said[name]) if name in said else usual
    except ValueError:
        raise BadSetting(name) from None
