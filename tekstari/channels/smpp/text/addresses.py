"""Numbers and names as SMPP writes them: type of number, numbering plan, digits."""

import re
from collections.abc import Mapping
from typing import NamedTuple

# Short numbers are 5 or 6 digits in Finland, up to 8 elsewhere; nothing shorter is a phone.
LONGEST_SHORT = 8
INTERNATIONAL, ALPHANUMERIC = 1, 5

KINDS: Mapping[str, tuple[int, int]] = {
    "international": (1, 1),
    "short": (3, 0),
    "name": (5, 0),
}


class Address(NamedTuple):
    ton: int
    npi: int
    digits: str


def written(address: str, kinds: Mapping[str, tuple[int, int]] = KINDS) -> Address:
    """A phone in E.164, a short number or a sender name, as the far end wants it.

    >>> written("+358401234567")
    Address(ton=1, npi=1, digits='358401234567')
    >>> written("18100"), written("Tekstari")
    (Address(ton=3, npi=0, digits='18100'), Address(ton=5, npi=0, digits='Tekstari'))
    """
    digits = address.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return Address(*(kinds.get("name") or KINDS["name"]), address)
    is_short = not address.startswith("+") and len(digits) <= LONGEST_SHORT
    kind = "short" if is_short else "international"
    return Address(*(kinds.get(kind) or KINDS[kind]), digits)


def read(address: Address) -> str:
    """The same the other way, forgiving a wrong type of number: E.164 with its plus when it is one.

    What may be national stays as it came, for one who knows the country.

    >>> [read(Address(*a)) for a in [(1, 1, "358401234567"), (0, 1, "00358401234567"), (1, 1, "18100")]]
    ['+358401234567', '+358401234567', '18100']
    >>> read(Address(2, 1, "0401234567")), read(Address(1, 1, "Tekstari"))
    ('0401234567', 'Tekstari')
    """
    ton, _, raw = address
    plain = re.sub(r"[\s().-]", "", raw)
    digits = plain.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or ton == ALPHANUMERIC:
        return raw
    if digits.startswith("00"):
        return "+" + digits[2:]
    is_international = plain.startswith("+") or (ton == INTERNATIONAL and digits[0] != "0")
    return "+" + digits if is_international and len(digits) > LONGEST_SHORT else digits
