"""People as the rules see them: their phone numbers, and why we write to them."""

from enum import StrEnum
from functools import lru_cache
from unicodedata import category, decimal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

NO_BREAK = "\u00a0"
LONGEST_READ = 60  # nothing a person types as one number is longer
SEPARATORS = frozenset("-./()")
IMPOSSIBLE = {
    ValidationResult.INVALID_COUNTRY_CODE: "phone.country_unknown",
    ValidationResult.TOO_SHORT: "phone.too_short",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "phone.too_short",
    ValidationResult.TOO_LONG: "phone.too_long",
}
UNREADABLE = {
    phonenumbers.NumberParseException.INVALID_COUNTRY_CODE: "phone.country_unknown",
    phonenumbers.NumberParseException.NOT_A_NUMBER: "phone.too_short",  # a digit or two
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: "phone.too_short",
    phonenumbers.NumberParseException.TOO_SHORT_NSN: "phone.too_short",
    phonenumbers.NumberParseException.TOO_LONG: "phone.too_long",
}


class Purpose(StrEnum):
    """Why a text is sent."""

    ORDER = "order"
    SERVICE = "service"
    SURVEY = "survey"
    MARKETING = "marketing"
    CODE = "code"


class BadPhone(Exception):
    """This cannot be a phone number; `reason` says why. The number itself is never in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@lru_cache(maxsize=65_536)
def phone(text: str, country: str = "FI") -> str:
    """The one form we keep (E.164) of every way people write a number.

    Numbers that could exist are taken although nobody has them today: numbering plans change, and
    test ranges must work. Letters are refused, since the O in O40 is a slip we must not guess at.

    >>> phone("040 123 4567"), phone("+358 (0)40 123 4567"), phone("00358401234567")
    ('+358401234567', '+358401234567', '+358401234567')
    >>> phone("070-123 45 67", "SE")
    '+46701234567'
    >>> phone("040 12")
    Traceback (most recent call last):
    tekstari.domain.people.BadPhone: phone.too_short
    """
    written = _written(text)
    if _has_lost_its_plus(written, country):
        written = "+" + written
    return _kept(_read(written, country), country)


@lru_cache(maxsize=65_536)
def shown(phone: str, country: str = "FI") -> str:
    """A kept number as people of `country` read it; what is not a number is shown as it is.

    >>> shown("+358401234567").replace(NO_BREAK, " ")
    '040 123 4567'
    >>> shown("+46701234567").replace(NO_BREAK, " ")
    '+46 70 123 45 67'
    """
    if not phone.startswith("+"):
        return phone
    try:
        number = _read(phone, country)
    except BadPhone:
        return phone
    is_home = number.country_code == phonenumbers.country_code_for_region(country)
    style = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    words = phonenumbers.format_number(number, style).split(" ")
    if number.country_code == 358:
        words = [*words[:-1], *_threes_and_fours(words[-1])]
    return NO_BREAK.join(words)


def _threes_and_fours(digits: str) -> list[str]:
    if len(digits) <= 5:
        return [digits]
    last = 3 if len(digits) == 6 else 4
    return [*_threes_and_fours(digits[:-last]), digits[-last:]]


def _written(text: str) -> str:
    """Digits, with a plus in front when there was one."""
    visible = [char for char in text if category(char) not in ("Zs", "Cf", "Cc")]
    if not visible:
        raise BadPhone("phone.empty")
    if len(visible) > LONGEST_READ:
        raise BadPhone("phone.too_long")
    signs = "".join(_sign(char) for char in visible)
    if signs.startswith(("+", "00", "(+")):
        signs = signs.replace("(0)", "", 1)
    written = "".join(sign for sign in signs if sign not in SEPARATORS)
    if not written.removeprefix("+").isdecimal():
        raise BadPhone("phone.not_a_number")
    return written


def _sign(char: str) -> str:
    """Digits of every script as ours, every dash as a hyphen."""
    value = decimal(char, None)
    if value is not None:
        return str(value)
    if char in "+＋":
        return "+"
    if category(char) == "Pd" or char == "\u2212":
        return "-"
    if char in SEPARATORS:
        return char
    raise BadPhone("phone.not_a_number")


def _read(written: str, country: str) -> PhoneNumber:
    # With a plus our country has no say: its call prefixes must not eat the digits (999, 00).
    region = None if written.startswith("+") else country
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        raise BadPhone(UNREADABLE.get(error.error_type, "phone.not_a_number")) from None


def _has_lost_its_plus(written: str, country: str) -> bool:
    """46701234567 from a spreadsheet: no number of `country`, but one in use with the plus."""
    if written.startswith(("+", "0")) or _is_valid(written, country):
        return False
    return _is_valid("+" + written, country)


def _is_valid(written: str, country: str) -> bool:
    try:
        return phonenumbers.is_valid_number(_read(written, country))
    except BadPhone:
        return False


def _kept(number: PhoneNumber, country: str) -> str:
    """A valid number of any sort, or one as long as mobile numbers of its country are."""
    kept = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number):
        result = phonenumbers.is_possible_number_for_type_with_reason(number, PhoneNumberType.MOBILE)
        if result != ValidationResult.IS_POSSIBLE:
            raise BadPhone(IMPOSSIBLE.get(result, "phone.not_a_number"))
        again = phonenumbers.format_number(_read(kept, country), PhoneNumberFormat.E164)
        if again != kept:  # a zero too many: each reading would make another number
            raise BadPhone("phone.not_a_number")
    return kept
