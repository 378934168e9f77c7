"""Every kind of channel, written out."""

from collections.abc import Callable

from tekstari.channels.base import Channel
from tekstari.channels.simulator import Simulator

KINDS: dict[str, Callable[[], Channel]] = {
    "simulator": Simulator,
}
