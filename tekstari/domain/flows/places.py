"""Where a run stands: a path such as "0/0-6/1", the second step after an answer 0-6 to the first.

Paths are stable because a run stays on the version it began with.
"""

from tekstari.domain.flows.definition import AskStep, FlowStep, Steps

OTHERWISE = "otherwise"
SILENT = "silence"


def first(steps: Steps) -> str | None:
    return "0" if steps else None


def step_at(steps: Steps, path: str) -> FlowStep:
    """The step a path leads to."""
    number, *rest = path.split("/")
    step = steps[int(number)]
    while rest:
        branch, number, *rest = rest
        assert isinstance(step, AskStep)
        step = inside(step, branch)[int(number)]
    return step


def inside(step: AskStep, branch: str) -> Steps:
    """The steps of one branch of a question."""
    if branch == OTHERWISE:
        return step.otherwise
    if branch == SILENT:
        return step.silent
    return next(b.steps for b in step.branches if b.name == branch)


def next_after(steps: Steps, path: str) -> str | None:
    """The place that follows: the next step here, else what follows the question we are inside of."""
    while True:
        head, _, number = path.rpartition("/")
        here = _siblings(steps, head)
        if int(number) + 1 < len(here):
            following = str(int(number) + 1)
            return f"{head}/{following}" if head else following
        if not head:
            return None
        path = head.rpartition("/")[0]


def asked_before(path: str) -> str | None:
    """The question whose silence the run is acting on there.

    >>> asked_before("0/silence/1"), asked_before("0/0-6/1")
    ('0', None)
    """
    head, _, _ = path.rpartition("/")
    question, _, branch = head.rpartition("/")
    return question if branch == SILENT else None


def still_asked(steps: Steps, path: str) -> str | None:
    """The question that goes on waiting after the last thing done about its silence.

    A reminder never ends its question; another question put instead does, once it is answered.
    """
    question = asked_before(path)
    if question is None:
        return None
    step = step_at(steps, question)
    assert isinstance(step, AskStep)
    is_last = int(path.rpartition("/")[2]) + 1 == len(step.silent)
    return question if is_last and not any(isinstance(s, AskStep) for s in step.silent) else None


def _siblings(steps: Steps, head: str) -> Steps:
    if not head:
        return steps
    path, _, branch = head.rpartition("/")
    step = step_at(steps, path)
    assert isinstance(step, AskStep)
    return inside(step, branch)
