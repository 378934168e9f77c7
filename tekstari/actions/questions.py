"""Opening and closing questions, and keeping what was answered."""

from tekstari.actions.batch import Batch
from tekstari.data import convert
from tekstari.data.models import Answer, Message, OpenQuestion, Run
from tekstari.domain.delivery.states import State
from tekstari.domain.effects import Ask, KeepAnswer
from tekstari.domain.schedules.spans import later


def ask(batch: Batch, effect: Ask, run: Run, message: Message | None) -> None:
    """Open the question that the text sent just before asks.

    A question whose text may not leave is not open, and its run has nothing to wait for.
    """
    if message is None or message.state == State.SUPPRESSED.value:
        end(batch, run, "suppressed")
        return
    asked = message.leaves_at or batch.now
    expires = later(asked, effect.expires, batch.setting.zone) if effect.expires else None
    batch.questions.append(
        OpenQuestion(
            workspace=batch.workspace,
            run=run,
            conversation=batch.conversation(run.phone, run.contact_id),
            step=effect.step,
            spec=convert.question_to_json(effect.question),
            language=effect.language,
            message=message,
            silence=convert.span_to_json(effect.silence),
            asked_at=asked,
            expires_at=expires,
        )
    )


def close(batch: Batch, run: Run, why: str, step: str | None = None) -> None:
    """Close a run's open questions, or the one at a step."""
    for question in batch.questions:
        if question.run_id == run.id and question.closed_at is None and step in (None, question.step):
            question.closed_at, question.closed_by = batch.now, why
    if run._state.adding:  # begun in this very batch: nothing of it is stored yet
        return
    found = OpenQuestion.objects.filter(run=run, closed_at=None)
    if step is not None:
        found = found.filter(step=step)
    found.update(closed_at=batch.now, closed_by=why)


def keep(batch: Batch, effect: KeepAnswer, run: Run) -> None:
    """The value, with the rest of what was written and the text it came in."""
    batch.answers.append(
        Answer(
            workspace=batch.workspace,
            run=run,
            automation_id=run.automation_id,
            contact_id=run.contact_id,
            message=batch.reply,
            step=effect.step,
            question=effect.question,
            kind=effect.kind,
            value=effect.value[:2000],
            rest=effect.rest,
            rule=effect.rule,
            at=batch.now,
        )
    )
    batch.marks.add("automations")


def end(batch: Batch, run: Run, result: str) -> None:
    """The run is over, and so are its questions."""
    run.is_open = False
    run.result = result
    run.ended_at = batch.now
    close(batch, run, "ended")
