"""How one bind behaves: the settings of a channel."""

from dataclasses import dataclass, field
from datetime import timedelta

from tekstari.channels.smpp.pdu import encode
from tekstari.channels.smpp.states import BINDS, Mode
from tekstari.channels.smpp.wire.commands import BindReceiver, BindTransceiver, BindTransmitter
from tekstari.channels.smpp.wire.fields import BadField, Fault


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """Everything a session must be told. The defaults suit most operators.

    Raises BadField for a name or password that SMPP cannot carry, naming the field.
    """

    system_id: str
    password: str = field(default="", repr=False)
    mode: Mode = Mode.TRANSCEIVER
    system_type: str = ""
    interface_version: int = 0x34
    addr_ton: int = 0
    addr_npi: int = 0
    address_range: str = ""

    window: int = 10
    """Submits out at once; also the most that a broken link can leave in doubt."""
    response_timeout: timedelta = timedelta(seconds=60)
    """How long one submit waits for its answer. The link is not blamed."""
    bind_timeout: timedelta = timedelta(seconds=30)
    enquire_after: timedelta = timedelta(seconds=30)
    """Silence this long is asked about with enquire_link."""
    link_timeout: timedelta = timedelta(seconds=15)
    """Silence this long after the asking means the link is gone."""
    drain_timeout: timedelta = timedelta(seconds=5)
    """How long answers are waited for when the bind is ending."""
    throttle_pause: timedelta = timedelta(seconds=1)
    """After "throttled" nothing is submitted for this long."""
    timeouts_to_recycle: int = 0
    """So many submits without an answer in a row end the link; 0 keeps it."""
    deliveries_held: int = 1000
    """More un-acknowledged deliveries than this are sent back to try again later."""

    def __post_init__(self) -> None:
        encode(self.bind())
        if self.window < 1:
            raise BadField(Fault.OUT_OF_RANGE, field="window")

    def bind(self) -> BindTransceiver | BindTransmitter | BindReceiver:
        return BINDS[self.mode](
            system_id=self.system_id,
            password=self.password,
            system_type=self.system_type,
            interface_version=self.interface_version,
            addr_ton=self.addr_ton,
            addr_npi=self.addr_npi,
            address_range=self.address_range,
        )
