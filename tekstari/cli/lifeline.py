"""A child ends when its parent is gone, also when the parent was killed and could say nothing."""

import ctypes
import os
import signal
import sys
import threading
import time

PARENT = "TEKSTARI_PARENT"
_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with_parent() -> None:
    """Called first by every child of the supervisor; does nothing in a process started by hand."""
    parent = os.environ.get(PARENT)
    if parent is None:
        return
    if sys.platform == "linux":
        # At once, by the kernel. The thread below is for other systems, and for a parent that
        # was gone before this line.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_watch, args=(int(parent),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(3)
    os._exit(1)
