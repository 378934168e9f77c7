"""What the templates may say beyond plain values: icons, times, words, phone numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zlib import crc32

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tekstari.domain.people import shown
from tekstari.web import reasons, times, words
from tekstari.web.icons import ICONS

register = template.Library()
HUES = 12
TABLES = {
    "state": words.STATES,
    "purpose": words.PURPOSES,
    "outcome": words.OUTCOMES,
    "verdict": words.VERDICTS,
    "role": words.ROLES,
    "event": words.EVENTS,
    "kind": words.KINDS,
    "scope": words.SCOPES,
}


def _language() -> str:
    code = (get_language() or "fi")[:2]
    return code if code in words.LANGUAGES else "en"


@register.simple_tag
def icon(name: str) -> SafeString:
    drawing = mark_safe(ICONS[name])  # our own drawings, never what somebody wrote
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.filter
def say(code: str, table: str) -> str:
    """`{{ message.state|say:"state" }}`: the word of a code."""
    return str(words.word(TABLES[table], str(code)).text)


@register.filter
def tone(code: str, table: str) -> str:
    return words.word(TABLES[table], str(code)).tone


@register.filter
def because(line: Mapping[str, Any]) -> str:
    """`{{ line|because }}`: one line of a trace, or one reason of a call, as a sentence."""
    if not line:
        return ""
    return reasons.sentence(line.get("reason", ""), line.get("values", {}), _language())


@register.filter
def deciding(trace: Sequence[Mapping[str, Any]]) -> str:
    """The fact that decided; of a match, every event that made it."""
    first, *others = trace
    same = [line for line in others if line.get("reason") == first.get("reason") and line.get("holds")]
    lines = [first, *same] if first.get("holds") else [first]
    return "; ".join(because(line) for line in lines)


@register.filter
def reason(code: str) -> str:
    """`{{ message.reason|reason }}`: why a text was not sent, or did not arrive."""
    return reasons.of_text(code, _language()) if code else ""


@register.filter
def why(item: Any) -> str:
    """What is said after the state of a text: "Not delivered: the number is not in use". A reason that
    time has passed by, as of an earlier try, is not said."""
    if not item.reason or item.state in words.WITHOUT_REASON:
        return ""
    text = label(reason(item.reason))
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@register.filter
def label(sentence: str) -> str:
    """A sentence as a label: one alone needs no full stop."""
    return sentence if ". " in sentence else sentence.removesuffix(".")


@register.filter
def language_name(code: str) -> str:
    return words.LANGUAGES.get(code, code)


@register.filter
def phone(number: str) -> str:
    return shown(number) if number else ""


@register.filter
def initials(name: str) -> str:
    """AV for Aino Virtanen; the last two digits for a bare number."""
    parts = [part for part in name.split() if part[0].isalpha()]
    if not parts:
        return name.replace("\xa0", "").replace(" ", "")[-2:]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


@register.filter
def hue(key: object) -> int:
    """A lasting hue for a person, so that the eye finds the row again."""
    return crc32(str(key).encode()) % HUES


def _time(form: str, at: datetime | None, now: datetime | None) -> SafeString | str:
    if at is None:
        return ""
    zone, language = timezone.get_current_timezone(), _language()
    now = now or timezone.now()
    text = {
        "clock": lambda: times.clock(at, zone, language),
        "short": lambda: times.short(at, zone, language, now),
        "moment": lambda: times.moment(at, zone, language, now),
        "date": lambda: times.date(at, zone, language, at.astimezone(zone).year != now.astimezone(zone).year),
        "day": lambda: times.day(at, zone, language, now),
    }[form]()
    full = times.moment(at, zone, language, now)
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), full, text)


@register.simple_tag(takes_context=True)
def when(context: dict[str, Any], at: datetime | None, form: str = "short") -> SafeString | str:
    """`{% when message.at "clock" %}`: one moment, its full form on hover."""
    return _time(form, at, context.get("now"))


@register.filter
def at(text: str) -> datetime | None:
    """A moment that was kept as text inside a JSON value."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


@register.filter
def answer(value: object) -> str:
    """A value that was read, in words: yes and no are words, a score is itself."""
    return {"yes": _("yes"), "no": _("no")}.get(str(value), str(value))


@register.filter
def needs(code: str) -> str:
    """Why a person must look at a conversation; always words, also for a reason we know not."""
    text = reasons.sentence(code, {}, _language())
    return _("Needs a person") if text == code else text


@register.filter
def control(code: str) -> str:
    """What a text told us to do besides answering: STOP and its family."""
    return reasons.sentence(f"control.{code}", {}, _language())
