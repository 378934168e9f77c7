"""The words of states, purposes, outcomes and roles, as the glossary has them."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    """A word on screen; its tone is a colour, never the only sign."""

    text: Promise
    tone: str = ""


STATES: Final = {
    "scheduled": Word(_("Scheduled")),
    "held": Word(_("Waits for allowed time")),
    "approval": Word(_("Waits for approval")),
    "queued": Word(_("In the sending queue")),
    "sending": Word(_("Sending")),
    "sent": Word(_("Sent")),
    "delivered": Word(_("Delivered"), "good"),
    "partly_delivered": Word(_("Partly delivered"), "warn"),
    "retrying": Word(_("Trying again")),
    "unknown": Word(_("No delivery report")),
    "in_doubt": Word(_("May have been sent"), "warn"),
    "failed": Word(_("Not delivered"), "bad"),
    "expired": Word(_("Too late"), "bad"),
    "cancelled": Word(_("Withdrawn")),
    "suppressed": Word(_("Not sent"), "warn"),
}

#: States that are as they should be: nothing is asked, and what once was in the way is over.
WITHOUT_REASON: Final = frozenset({"queued", "sending", "sent", "delivered", "unknown"})

PURPOSES: Final = {
    "order": Word(_("Orders and bookings")),
    "service": Word(_("Service")),
    "survey": Word(_("Surveys")),
    "marketing": Word(_("Marketing")),
    "code": Word(_("Confirmation codes")),
}

OUTCOMES: Final = {
    "reached": Word(_("Reached"), "good"),
    "no_answer": Word(_("No answer")),
    "callback": Word(_("Call again at …")),
    "wrong_number": Word(_("Wrong number"), "warn"),
    "do_not_call": Word(_("Do not call"), "warn"),
}

VERDICTS: Final = {
    **STATES,
    "sent": Word(_("Sent"), "good"),
    "fired": Word(_("Sent"), "good"),
    "waiting": Word(_("Waiting")),
    "due_not_sent": Word(_("Too late"), "bad"),
    "nearly": Word(_("One condition missing")),
    "changed": Word(_("Not sent"), "warn"),
}

ROLES: Final = {
    "owner": Word(_("Owner")),
    "admin": Word(_("Administrator")),
    "editor": Word(_("Editor")),
    "agent": Word(_("Agent")),
    "viewer": Word(_("Viewer")),
}

#: Events by the names the ready automations listen to, as short clauses that fit every line.
EVENTS: Final = {
    "order.placed": Word(_("order was placed")),
    "stock.arrived": Word(_("product arrived")),
    "service.completed": Word(_("service was completed")),
    "call.received": Word(_("call came in")),
    "appointment.booked": Word(_("appointment was booked")),
}

#: Kinds of records, as labels.
KINDS: Final = {
    "vehicle": Word(_("Vehicle")),
    "order": Word(_("Order")),
    "product": Word(_("Product")),
    "contact": Word(_("Contact")),
    "record": Word(_("Record")),
}

#: What a person has stopped.
SCOPES: Final = {
    "marketing": Word(_("Has refused marketing and surveys"), "warn"),
    "all": Word(_("Has stopped all texts"), "bad"),
    "number": Word(_("Wrong person's number"), "bad"),
}

LANGUAGES: Final = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def word(table: dict[str, Word], code: str) -> Word:
    """The word of a code; an unknown code is shown as it is rather than hidden."""
    return table.get(code) or Word(code)
