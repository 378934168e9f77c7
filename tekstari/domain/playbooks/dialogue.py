"""The `then` of a playbook: what is sent, asked and done."""

from tekstari.domain.flows.definition import (
    AskStep,
    Branch,
    Call,
    End,
    FlowStep,
    Send,
    Steps,
    ToPerson,
    Wait,
)
from tekstari.domain.playbooks.reader import Reader
from tekstari.domain.playbooks.tree import Mapped, Node, Word
from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.schedules.spans import Span

ASK = {"ask", "question", "name", "scale", "keywords", "answers", "otherwise", "silence", "expires"}
KINDS = ["nps", "scale", "number", "yes_no", "choice", "keyword", "request", "text"]


def read_steps(reader: Reader, node: Node | None, what: str) -> Steps:
    steps = (_step(reader, item) for item in reader.listing(node, what))
    return tuple(step for step in steps if step is not None)


def _step(reader: Reader, node: Node) -> FlowStep | None:
    if isinstance(node, Word) and node.text == "person":
        return ToPerson("flow.person")
    if not isinstance(node, Mapped) or not node.pairs:
        reader.wrong(node.line, "playbook.step", known="send, ask, call, wait, person, end")
        return None
    verb, subject = node.pairs[0]
    match verb.text:
        case "send":
            reader.mapped(node, "send", {"send"})
            return Send(reader.word(subject, "send", node.line))
        case "ask":
            return _ask(reader, node)
        case "call":
            return _call(reader, node)
        case "wait":
            reader.mapped(node, "wait", {"wait"})
            return Wait(reader.span(subject, "wait", node.line) or Span())
        case "end":
            reader.mapped(node, "end", {"end"})
            return End(reader.word(subject, "end", node.line)[:60])
        case other:
            known = "send, ask, call, wait, person, end"
            reader.wrong(verb.line, "playbook.unknown", name=other, known=known)
            return None


def _call(reader: Reader, node: Mapped) -> Call:
    node = reader.mapped(node, "call", {"call", "reason", "within"})
    return Call(
        reader.word(node.get("call"), "call", node.line)[:80],
        reader.word(node.get("reason"), "reason", node.line, default="call.request")[:40],
        reader.span(node.get("within"), "within", node.line),
    )


def _ask(reader: Reader, node: Mapped) -> AskStep:
    node = reader.mapped(node, "ask", ASK)
    text = reader.word(node.get("ask"), "ask", node.line)
    kind = reader.choice(node.get("question"), "question", KINDS, node.line)
    question = _question(reader, node, kind)
    silence, silent = _silence(reader, node.get("silence"))
    otherwise = node.get("otherwise")
    return AskStep(
        text=text,
        name=reader.word(node.get("name"), "name", node.line, default=text)[:120],
        question=question,
        branches=_branches(reader, node.get("answers"), question),
        otherwise=read_steps(reader, otherwise, "otherwise"),
        silence=silence,
        silent=silent,
        expires=reader.span(node.get("expires"), "expires", node.line),
    )


def _question(reader: Reader, node: Mapped, kind: str) -> Question:
    keywords = tuple(word.text.upper()[:40] for word in reader.words(node.get("keywords"), "keywords"))
    if kind in ("keyword", "request", "choice") and not keywords:
        reader.wrong(node.line, "playbook.missing", name="keywords")
    low, high = 0, 10
    if kind == "scale":
        low, high = _range(reader, reader.word(node.get("scale"), "scale", node.line), node.line)
    if kind == "number":
        high = 999_999_999
    if kind == "request":
        return Question(Kind.KEYWORD, keywords=keywords, is_request=True)
    return Question(Kind(kind), low, high, keywords)


def _silence(reader: Reader, node: Node | None) -> tuple[Span | None, Steps]:
    if node is None:
        return None, ()
    inner = reader.mapped(node, "silence", {"after", "then"})
    after = reader.span(inner.get("after"), "after", node.line)
    if after is None:
        reader.wrong(node.line, "playbook.missing", name="after")
    return after, read_steps(reader, inner.get("then"), "silence")


def _branches(reader: Reader, node: Node | None, question: Question) -> tuple[Branch, ...]:
    if node is None:
        return ()
    if not isinstance(node, Mapped):
        reader.wrong(node.line, "playbook.not_mapping", name="answers")
        return ()
    found = tuple(_branch(reader, key, steps, question) for key, steps in node.pairs)
    _check_overlap(reader, node, found)
    return found


def _branch(reader: Reader, key: Word, node: Node, question: Question) -> Branch:
    steps = read_steps(reader, node, key.text)
    if question.kind in (Kind.NPS, Kind.SCALE, Kind.NUMBER):
        low, high = _range(reader, key.text, key.line)
        if not question.low <= low <= high <= question.high:
            reader.wrong(key.line, "playbook.range", value=key.text)
        return Branch(key.text, (), steps, low, high)
    values = tuple(word.strip().casefold() for word in key.text.split(",") if word.strip())
    allowed = _allowed(question)
    for value in values:
        if allowed and value not in allowed:
            reader.wrong(key.line, "playbook.answer", value=value, known=", ".join(sorted(allowed)))
    return Branch(key.text, values, steps)


def _allowed(question: Question) -> set[str]:
    if question.kind is Kind.YES_NO or question.is_request:
        return {"yes", "no"}
    return {word.casefold() for word in question.keywords}


def _range(reader: Reader, text: str, line: int) -> tuple[int, int]:
    low, dash, high = text.partition("-")
    first = reader.number(low.strip(), "answers", line)
    return first, reader.number(high.strip(), "answers", line) if dash else first


def _check_overlap(reader: Reader, node: Mapped, branches: tuple[Branch, ...]) -> None:
    """An answer leads to one place only."""
    taken: dict[object, str] = {}
    for (key, _), branch in zip(node.pairs, branches, strict=True):
        values: list[object] = list(branch.values)
        if branch.low is not None and branch.high is not None and branch.high - branch.low < 1000:
            values = list(range(branch.low, branch.high + 1))
        for value in values:
            if value in taken:
                reader.wrong(key.line, "playbook.overlap", value=str(value), name=taken[value])
                break
            taken[value] = branch.name
