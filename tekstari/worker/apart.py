"""One company's fault stays its own: the others are worked for all the same."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import InterfaceError, OperationalError

REST = 5.0  # seconds until a company in which something failed is tried again


@dataclass
class Apart:
    """Works for company after company, and lets one in which that fails rest for a moment."""

    say: Callable[[Exception], None]
    _rests_until: dict[UUID, float] = field(default_factory=dict)

    def each(self, workspaces: Iterable[UUID], work: Callable[[UUID], int]) -> int:
        """How much was done in all of them. A database that is away is everybody's fault, and raised."""
        return sum(
            self._one(id, work) for id in workspaces if self._rests_until.get(id, 0) < time.monotonic()
        )

    def _one(self, workspace_id: UUID, work: Callable[[UUID], int]) -> int:
        try:
            done = work(workspace_id)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            self.say(error)
            self._rests_until[workspace_id] = time.monotonic() + REST
            return 0
        self._rests_until.pop(workspace_id, None)
        return done
