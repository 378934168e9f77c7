"""The words of a text for one person: their language, their values, dates as people write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tekstari.domain.flows.definition import Playbook
from tekstari.domain.happened import Situation, Value
from tekstari.domain.people import shown as shown_phone
from tekstari.domain.schedules.hours import OpeningHours, shown
from tekstari.domain.schedules.quiet import QuietHours
from tekstari.domain.text.formats import datetime_words, long_date_words
from tekstari.domain.text.merge import placeholders, render

LANGUAGES = ("fi", "sv", "en")
#: Variables every text may use without saying where they come from.
BUILT_IN = ("company", "hours", "phone", "name", "first_name", "deadline")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the company has said about itself."""

    company: str
    language: str
    zone: ZoneInfo
    hours: OpeningHours
    phone: str = ""
    country: str = "FI"
    quiet: QuietHours | None = None


def values_for(playbook: Playbook, situation: Situation, zone: ZoneInfo) -> dict[str, Value]:
    """Everything the playbook's texts can ask for, found now and kept for the whole run.

    The person's language is among them: a run speaks one language from its first text to its last.
    """
    wanted = {
        name
        for texts in playbook.texts.values()
        for template in texts.values()
        for name in placeholders(template)
    }
    found: dict[str, Value] = {}
    for name in wanted | {"name", "first_name"}:
        path, _, form = playbook.values.get(name, _path(name)).partition(" as ")
        value = situation.value(path)
        if isinstance(value, datetime) and form == "date":
            value = value.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        if value is not None:
            found[name] = value
    if situation.person and situation.person.language:
        found["language"] = situation.person.language
    return found


def worded(playbook: Playbook, name: str, values: Mapping[str, Value], setting: Setting) -> tuple[str, str]:
    """A text's words and their language. Raises MissingValue when it speaks of something unknown."""
    texts = playbook.texts[name]
    wanted = str(values.get("language", ""))
    order = (wanted, setting.language, *LANGUAGES)
    language = next(lang for lang in order if lang in texts)
    said = {key: _words(value, language, setting) for key, value in values.items()}
    said |= {
        "company": setting.company,
        "hours": shown(setting.hours, language),
        "phone": shown_phone(setting.phone, setting.country).replace("\u00a0", " "),
    }
    return render(texts[language], said), language


def _path(name: str) -> str:
    return f"contact.{name}" if name in ("name", "first_name") else name


def _words(value: Value, language: str, setting: Setting) -> str:
    """A moment at midnight is a day; any other has its time of day."""
    if not isinstance(value, datetime):
        return value
    if value.astimezone(setting.zone).time().replace(microsecond=0).isoformat() == "00:00:00":
        return long_date_words(value, language, setting.zone)
    return datetime_words(value, language, setting.zone)
