"""The number that joins the parts of a long text: counted for each receiver.

One counter for all would come round within 256 texts, and a phone that then gets two with the same
number mixes them. The caller keeps the number with the message: a part sent again must carry it.
"""

from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 100_000


class References:
    """`chance` gives a random number below its argument: where a receiver's count begins."""

    def __init__(self, chance: Callable[[int], int], *, remembered: int = REMEMBERED) -> None:
        self._chance, self._remembered = chance, remembered
        self._last: OrderedDict[str, int] = OrderedDict()

    def next_for(self, phone: str, bits: int = 8) -> int:
        """A number that this receiver has not had for the longest possible time.

        >>> references = References(lambda below: 254)
        >>> [references.next_for("+358401234567") for _ in range(3)]
        [255, 0, 1]
        """
        last = self._last.pop(phone, None)
        if last is None:
            last = self._chance(1 << bits)
        number = (last + 1) % (1 << bits)
        self._last[phone] = number
        if len(self._last) > self._remembered:
            self._last.popitem(last=False)
        return number
