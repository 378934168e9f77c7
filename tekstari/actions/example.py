"""The working example: a Finnish car workshop with its customers, and four days that have just passed.

Nothing in it is painted: the company's events are stored and judged like any other's, so every text, answer
and call was made by the product itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from tekstari.actions import automations, keys, users, workspaces
from tekstari.data.access import in_workspace
from tekstari.data.models import (
    CallList,
    CallListMember,
    Contact,
    ContactPhone,
    Record,
    Team,
    User,
    Workspace,
    WorkspaceClock,
)
from tekstari.domain.events import Event, SaidContact, SaidRecord
from tekstari.domain.roles import Role
from tekstari.domain.schedules.spans import Span, earlier, later
from tekstari.domain.schedules.wall import instant, local

SLUG = "korjaamo-kettunen"
NAME = "Korjaamo Kettunen"
ZONE = ZoneInfo("Europe/Helsinki")
USER = "mervi@korjaamo.example"
AGENT = "timo@korjaamo.example"
RECIPES = ("tilaus-saapui", "huoltomuistutus", "nps-huollon-jalkeen")
LISTS = {"Huolto": "Huoltoneuvonta", "Asiakaspalaute": "Huoltoneuvonta"}
DAYS_PASSED = 4
YEAR = Span(months=11)
SETTINGS = {
    "hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "8-17") | {"sat": "10-14"},
    "phone": "+358105550100",
    "quiet": {"start": "21:00", "end": "08:00", "purposes": ["marketing"]},
}


@dataclass(frozen=True, slots=True)
class Customer:
    name: str
    phone: str
    language: str
    plate: str


#: The first four are the practice phones.
CUSTOMERS = (
    Customer("Aino Virtanen", "+358505550142", "fi", "ABC-123"),
    Customer("Johan Karlsson", "+358505550117", "sv", "JKL-456"),
    Customer("Emma Smith", "+358505550129", "en", "EMS-789"),
    Customer("Pekka Hämäläinen", "+358505550163", "fi", "PHA-321"),
    Customer("Sanna Nieminen", "+358505550171", "fi", "SNA-112"),
    Customer("Mikko Laine", "+358505550184", "fi", "MLA-845"),
    Customer("Emilia Bergström", "+358505550195", "sv", "EBE-503"),
    Customer("Liisa Räsänen", "+358505550208", "fi", "LRA-660"),
    Customer("Tuomas Ojala", "+358505550219", "fi", "TOJ-271"),
    Customer("Heidi Korhonen", "+358505550226", "fi", "HKO-918"),
    Customer("Kalle Mäkelä", "+358505550237", "fi", "KMA-434"),
    Customer("Anna Lindholm", "+358505550248", "sv", "ALI-075"),
    Customer("Ville Heikkinen", "+358505550259", "fi", "VHE-386"),
    Customer("Noora Salminen", "+358505550260", "fi", "NSA-597"),
    Customer("Erik Nyman", "+358505550271", "sv", "ENY-144"),
    Customer("Katja Rantanen", "+358505550282", "fi", "KRA-822"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the days that have passed: an event of the company's, or a customer's text."""

    at: datetime
    event: Event | None = None
    phone: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    user: str
    api_key: str
    workspace: str
    workspace_id: UUID
    script: tuple[Line, ...]


@transaction.atomic
def build(*, password: str, now: datetime) -> Example:
    """The example company, its clock set four days back, and the lines to be played until `now`.

    When it is there already only the password and the key are new.
    """
    known = Workspace.objects.filter(slug=SLUG).first()
    workspace = known or _open(now)
    user = users.add(
        email=USER,
        name="Mervi Kettunen",
        password=password,
        workspace_id=workspace.id,
        role=Role.OWNER,
        team="Huoltoneuvonta",
        now=now,
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    if known is None:
        _staff(workspace, user, password, now)
    key = keys.add(workspace.id, name="Esimerkki", now=now)
    script = () if known else tuple(sorted(_script(now), key=lambda line: line.at))
    return Example(USER, key, SLUG, workspace.id, script)


def _open(now: datetime) -> Workspace:
    start = now - timedelta(days=DAYS_PASSED)
    workspace = workspaces.create(
        name=NAME, slug=SLUG, language="fi", is_simulated=True, settings=SETTINGS, now=start
    )
    WorkspaceClock.objects.filter(pk=workspace.id).update(offset=start - now)
    with in_workspace(workspace.id):
        for number, customer in enumerate(CUSTOMERS):
            _customer(workspace, customer, start + timedelta(microseconds=number), number < 4)
    for recipe in RECIPES:
        text = (files("tekstari") / "recipes" / f"{recipe}.yaml").read_text(encoding="utf-8")
        made = automations.keep(workspace.id, slug=recipe, text=text, now=start)
        automations.turn_on(workspace.id, made.id, now=start)
    return workspace


def _customer(workspace: Workspace, customer: Customer, at: datetime, is_example: bool) -> None:
    contact = Contact.objects.create(
        workspace=workspace,
        name=customer.name,
        language=customer.language,
        is_example=is_example,
        created_at=at,
    )
    ContactPhone.objects.create(workspace=workspace, contact=contact, phone=customer.phone)
    Record.objects.create(
        workspace=workspace, kind="vehicle", key=customer.plate, contact=contact, created_at=at
    )


def _staff(workspace: Workspace, user: User, password: str, now: datetime) -> None:
    """Two people of the service desk, and the lists they call."""
    users.add(
        email=AGENT,
        name="Timo Aalto",
        password=password,
        workspace_id=workspace.id,
        role=Role.AGENT,
        team="Huoltoneuvonta",
        now=now,
    )
    with in_workspace(workspace.id):
        for name, team in LISTS.items():
            call_list, _ = CallList.objects.get_or_create(workspace=workspace, name=name)
            members = Team.objects.get(workspace=workspace, name=team)
            CallListMember.objects.create(workspace=workspace, call_list=call_list, team=members)
        CallList.objects.filter(name="Soitot").delete()


def _script(now: datetime) -> Iterator[Line]:
    """A year of services, then four days: orders, arrivals, services and what customers wrote."""
    yield from _services(now)
    yield from _recent_days(now)


def _services(now: datetime) -> Iterator[Line]:
    """One car fell due yesterday; another falls due every other week."""
    start = now - timedelta(days=DAYS_PASSED)
    yield _service(CUSTOMERS[0], _fell_due(_at(now, 1, 10)), start)
    for number, customer in enumerate(CUSTOMERS[1:], 1):
        yield _service(customer, earlier(now, YEAR, ZONE) + timedelta(days=14 * number), start)


def _fell_due(due: datetime) -> datetime:
    """A service whose eleven months end on this day; a day that its month lacks gives way."""
    while True:
        since = earlier(due, YEAR, ZONE)
        if local(later(since, YEAR, ZONE), ZONE).date() == local(due, ZONE).date():
            return since + timedelta(hours=4)
        due -= timedelta(days=1)


def _recent_days(now: datetime) -> Iterator[Line]:
    aino, johan, emma, pekka, sanna, mikko, *_ = CUSTOMERS
    order = SaidRecord("order", "10039", {"product": "Takbox"})
    yield Line(_at(now, 3, 9), _event("order.placed", _at(now, 3, 9), johan, order))
    arrived = _event("stock.arrived", _at(now, 2, 11), None, SaidRecord("order", "10039", {}))
    yield Line(_at(now, 2, 11), arrived)
    yield _service(pekka, _at(now, 2, 12), _at(now, 2, 12))
    yield Line(_at(now, 2, 15), None, pekka.phone, "3, jono oli pitkä eikä kukaan kertonut miksi")
    yield _service(emma, _at(now, 2, 13), _at(now, 2, 13))
    yield Line(_at(now, 2, 16), None, emma.phone, "9 very friendly and fast")
    yield _service(mikko, _at(now, 1, 9), _at(now, 1, 9))
    yield Line(_at(now, 1, 12), None, mikko.phone, "ysi")
    yield Line(_at(now, 1, 13), None, sanna.phone, "Voitteko soittaa iltapäivällä? Jarrut vinkuvat.")


def _service(customer: Customer, at: datetime, told_at: datetime) -> Line:
    vehicle = SaidRecord("vehicle", customer.plate, {})
    return Line(told_at, _event("service.completed", at, customer, vehicle))


def _event(type: str, at: datetime, customer: Customer | None, record: SaidRecord) -> Event:
    contact = SaidContact(phone=customer.phone, name=customer.name) if customer else None
    id = f"{type}:{record.key}:{at.isoformat()}"
    return Event("example", id, type, at, contact=contact, record=record, data={})


def _at(now: datetime, days_ago: int, hour: int) -> datetime:
    day = local(now, ZONE).date() - timedelta(days=days_ago)
    return instant(datetime.combine(day, time(hour)), ZONE)
