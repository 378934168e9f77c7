"""Where one part is, from everything that was tried with it.

An outcome is what the far end answered at once: ``accepted``, ``arrived`` (a practice phone has it
already), ``refused:reason``, ``try_later:seconds:reason``, ``doubt`` (the link broke before an answer),
or nothing yet. A report is what a receipt told later: ``arrived``, ``not_arrived:reason``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tekstari.domain.delivery.rollup import part_after
from tekstari.domain.delivery.states import Report, State

ACCEPTED, ARRIVED, REFUSED, TRY_LATER, DOUBT = "accepted", "arrived", "refused", "try_later", "doubt"
NOT_ARRIVED = "not_arrived"

#: An outcome or a report as what happened to the part, in order.
TOLD: Mapping[str, tuple[Report, ...]] = {
    "": (),
    ACCEPTED: (Report.ACCEPTED,),
    ARRIVED: (Report.ACCEPTED, Report.ARRIVED),
    REFUSED: (Report.REFUSED,),
    TRY_LATER: (Report.TRY_LATER,),
    DOUBT: (Report.LINK_BROKE,),
}
REPORTED: Mapping[str, tuple[Report, ...]] = {
    "": (),
    ARRIVED: (Report.ARRIVED,),
    NOT_ARRIVED: (Report.NOT_ARRIVED,),
}


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt at one part."""

    outcome: str
    report: str = ""

    @property
    def reason(self) -> str:
        """Why it was refused or did not arrive; empty when it was not said or did."""
        if self.report:
            return self.report.partition(":")[2]
        return self.outcome.rpartition(":")[2] if ":" in self.outcome else ""

    @property
    def pause(self) -> int | None:
        """Seconds until it may be tried again, when it may."""
        kind, _, rest = self.outcome.partition(":")
        seconds = rest.partition(":")[0]
        return int(seconds) if kind == TRY_LATER and seconds.isdigit() else None


def state_of(tries: Iterable[Try]) -> State:
    """Where a part is after its tries, oldest first.

    >>> state_of([Try("try_later:30:operator.throttled"), Try("accepted", "arrived")])
    <State.DELIVERED: 'delivered'>
    >>> state_of([Try("doubt"), Try("accepted")]), state_of([Try("doubt")])
    (<State.SENT: 'sent'>, <State.IN_DOUBT: 'in_doubt'>)
    """
    state = State.QUEUED
    for one in tries:
        if state is State.IN_DOUBT:  # somebody, or a setting, chose to send it once more
            state = part_after(state, Report.RESENT)
        state = part_after(state, Report.CLAIMED)
        for report in TOLD[one.outcome.partition(":")[0]]:
            state = part_after(state, report)
        for report in REPORTED[one.report.partition(":")[0]]:
            state = part_after(state, report)
    return state
