"""A company moves to another database, and from it."""

from datetime import datetime
from typing import IO

from tekstari.actions import pausing
from tekstari.actions.refusals import Refused
from tekstari.actions.workspaces import SLUG
from tekstari.data import outbox, workspace_file
from tekstari.data.models import Workspace


def move_out(workspace: Workspace, file: IO[bytes], *, now: datetime) -> int:
    """Write the company into a file; returns the number of rows. From then on it sends nothing here.

    The pause is committed first, so that a text leaves either here, before the file's moment, or
    from where the file is taken, and never from both. One with practice phones only goes on. `now`
    is real time.
    """
    if workspace.is_simulated:
        return workspace_file.write(workspace.id, file)
    is_new = pausing.pause(workspace.id, reason=pausing.MOVED, now=now)
    try:
        outbox.let_claims_end()
        return workspace_file.write(workspace.id, file)
    except BaseException:
        if is_new:  # no file, so nothing has moved
            pausing.release(workspace.id, discard=False, now=now)
        raise


def move_in(file: IO[bytes], *, slug: str | None = None) -> Workspace:
    """Take a company out of a file, all of it or nothing."""
    if slug is not None and not SLUG.fullmatch(slug):
        raise Refused("workspace.slug", slug=slug)
    try:
        return workspace_file.read(file, slug=slug)
    except workspace_file.Unfit as unfit:
        raise Refused(unfit.reason, **unfit.values) from unfit
