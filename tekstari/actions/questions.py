"""Opening and closing questions, and keeping what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tekstari.data import convert
from tekstari.data.models import Answer, Message, OpenQuestion, Run
from tekstari.domain.delivery.states import State
from tekstari.domain.effects import Ask, KeepAnswer
from tekstari.domain.schedules.spans import later

if TYPE_CHECKING:
    from tekstari.actions.carrying import Carrier


def ask(carrier: Carrier, effect: Ask, run: Run, message: Message | None) -> None:
    """Open the question that the text sent just before asks.

    A question whose text may not leave is not open, and its run has nothing to wait for.
    """
    if message is None or message.state == State.SUPPRESSED.value:
        carrier.end(run, "suppressed")
        return
    asked = message.leaves_at or carrier.now
    expires = later(asked, effect.expires, carrier.setting.zone) if effect.expires else None
    carrier.questions.append(
        OpenQuestion(
            workspace=carrier.workspace,
            run=run,
            conversation=carrier.conversation(run.phone, run.contact_id),
            step=effect.step,
            spec=convert.question_to_json(effect.question),
            language=effect.language,
            message=message,
            silence=convert.span_to_json(effect.silence),
            asked_at=asked,
            expires_at=expires,
        )
    )


def close(carrier: Carrier, run: Run, why: str, step: str | None = None) -> None:
    """Close a run's open questions, or the one at a step."""
    for question in carrier.questions:
        if question.run_id == run.id and question.closed_at is None and step in (None, question.step):
            question.closed_at, question.closed_by = carrier.now, why
    if run._state.adding:  # begun in this very batch: nothing of it is stored yet
        return
    found = OpenQuestion.objects.filter(run=run, closed_at=None)
    if step is not None:
        found = found.filter(step=step)
    found.update(closed_at=carrier.now, closed_by=why)


def keep(carrier: Carrier, effect: KeepAnswer, run: Run) -> None:
    """The value, with the rest of what was written and the text it came in."""
    carrier.answers.append(
        Answer(
            workspace=carrier.workspace,
            run=run,
            automation_id=run.automation_id,
            contact_id=run.contact_id,
            message=carrier.reply,
            step=effect.step,
            question=effect.question,
            kind=effect.kind,
            value=effect.value[:2000],
            rest=effect.rest,
            rule=effect.rule,
            at=carrier.now,
        )
    )
    carrier.marks.add("automations")
