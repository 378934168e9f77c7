"""How an action says no: a reason id with its values; the sentence is made at the edge."""


class Refused(Exception):
    """The deed was not done, nothing was changed."""

    def __init__(self, reason: str, /, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values
