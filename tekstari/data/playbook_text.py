"""A playbook's text as the domain's tree: YAML read as strings only, with the line of each."""

from functools import lru_cache

import yaml

from tekstari.domain.flows.definition import Playbook
from tekstari.domain.playbooks.read import read_playbook
from tekstari.domain.playbooks.tree import Listing, Mapped, Node, Problem, Word

LARGEST = 200_000
DEEPEST = 40


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


@lru_cache(maxsize=1024)
def read_text(text: str) -> tuple[Playbook | None, tuple[Problem, ...]]:
    """The playbook in a text, or what is wrong with it, by line."""
    try:
        tree = parse(text)
    except _Refused as refused:
        return None, (refused.problem,)
    playbook, problems = read_playbook(tree)
    return playbook, tuple(problems)


def parse(text: str) -> Node | None:
    """The text's tree; None when it is empty."""
    if len(text) > LARGEST:
        raise _Refused(Problem(1, "playbook.large", {}))
    try:
        _refuse_anchors(text)
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _Refused(Problem(line, "playbook.yaml", {"what": error.problem or ""})) from None
    except (yaml.YAMLError, RecursionError):
        raise _Refused(Problem(1, "playbook.yaml", {"what": ""})) from None
    return _node(node, 0) if node else None


def _refuse_anchors(text: str) -> None:
    """Anchors let a short text grow without bounds, and nobody needs them here."""
    for token in yaml.scan(text, yaml.SafeLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise _Refused(Problem(token.start_mark.line + 1, "playbook.anchor", {}))


def _node(node: yaml.Node, depth: int) -> Node:
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        raise _Refused(Problem(line, "playbook.deep", {}))
    if isinstance(node, yaml.ScalarNode):
        return Word(node.value, line)
    if isinstance(node, yaml.SequenceNode):
        return Listing(tuple(_node(item, depth + 1) for item in node.value), line)
    return Mapped(tuple((_key(key), _node(value, depth + 1)) for key, value in node.value), line)


def _key(node: yaml.Node) -> Word:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise _Refused(Problem(line, "playbook.key", {}))
    return Word(node.value, line)
