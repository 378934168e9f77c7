"""An action's no, said in the terminal. The terminal speaks English only."""

from tekstari.actions.refusals import Refused

SENTENCES = {
    "automation.gone": "No automation has that name here. tekstari automation list shows them.",
    "automation.slug": "{slug} cannot be its name: use a-z, 0-9 and hyphens.",
    "user.email": "That is not an e-mail address.",
    "user.unknown": "Nobody logs in with {email}. Add them first: tekstari user add.",
    "user.password": "The password is too short or too common: use at least 10 characters.",
    "workspace.name": "The workspace needs a name.",
    "workspace.slug": "{slug} cannot be a short name: use a-z, 0-9 and single hyphens.",
    "workspace.taken": "There is already a workspace {slug}.",
    "workspace.unknown": "There is no workspace {slug}.",
    "workspace.here": "This company is here already.",
    "file.broken": "This is not a file of `tekstari workspace export`, or it is not whole.",
    "file.release": "The file is of another release: bring both installations to the same one first.",
    "file.conflict": "Something in the file is here already under the same id.",
    "channel.unknown": "There is no channel {name}.",
}


def sentence(refused: Refused) -> str:
    """A reason without a sentence of its own is named by its id, which support knows."""
    known = SENTENCES.get(refused.reason)
    return known.format(**refused.values) if known else f"Not done: {refused.reason}"
