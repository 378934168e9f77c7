"""Carrying out what the rules decided: every effect has its deed here, and nothing else is done."""

from collections.abc import Iterable

from tekstari.actions import call_tasks, questions
from tekstari.actions.batch import Batch
from tekstari.data.models import Message, Run
from tekstari.domain.decision import Trace
from tekstari.domain.effects import (
    AddCallTask,
    Ask,
    CannotSend,
    CloseQuestion,
    Effect,
    EndRun,
    GiveToPerson,
    KeepAnswer,
    SendText,
    StartTimer,
)


class Carrier(Batch):
    """A batch that carries out effects. Fill with `carry`, end with `save`."""

    def carry(self, effects: Iterable[Effect], run: Run, trace: Trace = ()) -> None:
        """Carry out the effects of one step of a run, in order."""
        last: Message | None = None
        for effect in effects:
            match effect:
                case SendText():
                    last = self.send(
                        effect.text,
                        purpose=effect.purpose,
                        language=effect.language,
                        phone=run.phone,
                        contact_id=run.contact_id,
                        run=run,
                        trace=trace,
                    )
                case CannotSend():
                    self.cannot_send(effect, run)
                case Ask():
                    questions.ask(self, effect, run, last)
                case CloseQuestion(step, why):
                    questions.close(self, run, why, step=step)
                case KeepAnswer():
                    questions.keep(self, effect, run)
                case AddCallTask():
                    call_tasks.add(self, effect, run)
                case GiveToPerson(reason):
                    self.conversation(run.phone, run.contact_id).needs = reason
                    self.conversation(run.phone, run.contact_id).is_done = False
                case StartTimer(name, at):
                    self.start_timer(run, name, at)
                case EndRun(result):
                    questions.end(self, run, result)
