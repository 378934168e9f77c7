"""What a person has stopped, and what that leaves us free to send."""

from enum import StrEnum

from tekstari.domain.people import Purpose


class Scope(StrEnum):
    """How much is stopped for a phone number."""

    MARKETING = "marketing"
    """STOP: no marketing and no surveys."""
    ALL = "all"
    """STOP ALL: nothing but a code the person asks for."""
    NUMBER = "number"
    """The number is somebody else's: nothing whatever goes there."""


# A confirmation code answers a request made a moment ago on another screen: it is not one of "our
# messages", and without it a person who stopped them could not log in to start them again. A wrong
# number stops even codes: a code in a stranger's hands opens somebody's account.
COVERED = {
    Scope.MARKETING: frozenset({Purpose.MARKETING, Purpose.SURVEY}),
    Scope.ALL: frozenset(Purpose) - {Purpose.CODE},
    Scope.NUMBER: frozenset(Purpose),
}

# The widest first: the reason shown is the one that must be lifted last.
REASONS = {
    Scope.NUMBER: "wrong_number",
    Scope.ALL: "opted_out_all",
    Scope.MARKETING: "opted_out",
}


def covers(scope: Scope, purpose: Purpose) -> bool:
    """Whether a stop of this scope stops texts of this purpose."""
    return purpose in COVERED[scope]


def reason_not_to_send(purpose: Purpose, scopes: frozenset[Scope]) -> str | None:
    """The reason id (`reason.*` in the words) that stops a text, or None.

    >>> reason_not_to_send(Purpose.SURVEY, frozenset({Scope.MARKETING}))
    'opted_out'
    >>> reason_not_to_send(Purpose.ORDER, frozenset({Scope.MARKETING}))
    """
    for scope, reason in REASONS.items():
        if scope in scopes and covers(scope, purpose):
            return reason
    return None
