"""Every reason the product gives, with the names of its values.

Sentences in Finnish, Swedish and English live in the catalogues and are made at the edge; a test fails on
a reason without its three sentences.
"""

from collections.abc import Mapping

#: Lines of a trace.
TRACE: Mapping[str, tuple[str, ...]] = {
    "member.came": ("event", "at"),
    "member.missing": ("event",),
    "absent.due": ("event", "at", "due"),
    "unless.came": ("event", "at"),
    "unless.not_come": ("event",),
    "condition": ("field", "how", "to", "seen"),
    "waited": ("at",),
    "too_late": ("due",),
    "held": ("until", "purpose"),
    "already_sent": ("key",),
    "no_number": (),
    "never_open": (),
    "suppressed": ("reason", "purpose"),
    "text.missing_value": ("text", "field"),
    "answer.read": ("question", "value", "rule"),
    "answer.silence": ("question",),
    "run.gone_on": ("step",),
    "control.stop": (),
    "control.start": (),
    "control.help": (),
}

#: Why a person must look at a conversation.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "reading.unclear": (),
    "reading.several": (),
    "reading.no_question": (),
    "flow.person": (),
    "control.stop": (),
    "control.urgent": (),
    "control.wrong_number": (),
    "control.no_call": (),
    "control.contract": (),
    "control.keep": (),
    "control.ending": (),
    "control.cancel": (),
}

#: Why a text was not sent or an occurrence did not fire.
NOT_SENT = (
    "opted_out",
    "opted_out_all",
    "wrong_number",
    "too_late",
    "already_sent",
    "changed",
    "called",
    "no_number",
    "missing_value",
    "condition",
    "cannot_tell",
)

#: Why somebody is on a call list.
CALLS = ("call.request", "nps.detractor")

#: Why an action did not do what it was asked.
REFUSALS: Mapping[str, tuple[str, ...]] = {
    "workspace.slug": ("slug",),
    "workspace.taken": ("slug",),
    "workspace.name": (),
    "user.email": (),
    "user.unknown": ("email",),
    "user.password": (),
    "setup.used": (),
    "automation.slug": ("slug",),
    "automation.gone": (),
    "conversation.gone": (),
    "conversation.unseen": (),
    "text.empty": (),
    "text.long": ("most",),
    "text.stopped": ("why",),
    "sender.unknown": (),
    "sender.one_way": ("sender",),
    "simulator.none": (),
    "simulator.event": ("kind",),
    "clock.back": (),
    "clock.far": (),
    "clock.moving": (),
    "channel.kind": ("kind", "known"),
    "channel.taken": ("name",),
    "doubt.over": (),
    "call.gone": (),
    "call.taken": ("by",),
    "call.not_yours": (),
    "call.outcome": ("outcome",),
    "call.when": (),
}
