"""Who may do what in a workspace."""

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    AGENT = "agent"
    VIEWER = "viewer"


class Deed(StrEnum):
    READ = "read"
    ANSWER = "answer"  # write texts, work the call list, sort conversations
    AUTOMATE = "automate"  # write automations, surveys, texts, and turn them on
    ADMINISTER = "administer"  # users, senders, channels, keys
    OWN = "own"  # close the workspace


MAY: dict[Role, frozenset[Deed]] = {
    Role.VIEWER: frozenset({Deed.READ}),
    Role.AGENT: frozenset({Deed.READ, Deed.ANSWER}),
    Role.EDITOR: frozenset({Deed.READ, Deed.ANSWER, Deed.AUTOMATE}),
    Role.ADMIN: frozenset({Deed.READ, Deed.ANSWER, Deed.AUTOMATE, Deed.ADMINISTER}),
    Role.OWNER: frozenset(Deed),
}


def may(role: Role, deed: Deed) -> bool:
    """Whether the role allows the deed.

    >>> may(Role.AGENT, Deed.ANSWER), may(Role.VIEWER, Deed.ANSWER)
    (True, False)
    """
    return deed in MAY[role]
