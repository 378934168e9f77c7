"""Whom and what an event is about: found or made, never guessed, the same whatever the order of telling."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tekstari.actions import workspaces
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import Contact, ContactPhone, Event, GroupMember, Record
from tests.actions.company import Company, helsinki
from tests.actions.conftest import MORNING

MAIJA, PEKKA = "+358401112233", "+358401112244"
PLATE = {"kind": "vehicle", "key": "ABC-123"}


def contacts(company):
    """Everybody: key, name, phones."""
    with in_workspace(company.id):
        found = Contact.objects.order_by("created_at", "id").prefetch_related("phones")
        return [(c.key, c.name, sorted(p.phone for p in c.phones.all())) for c in found]


def told(company):
    """Of each event, in order: whom it was about and what was wrong with it."""
    with in_workspace(company.id):
        rows = Event.objects.order_by("id").values_list("contact__key", "contact__name", "problem")
        return list(rows)


@pytest.mark.parametrize(
    "written",
    ["0401112233", "040 111 2233", "040-1112233", "+358401112233", "+358 (0)40 111 2233", "00358401112233"],
)
def test_a_phone_is_one_phone_whatever_way_it_was_typed(company, written):
    company.happens("customer.known", contact={"phone": "+358 40 1112233", "name": "Maija"})
    company.happens("customer.known", contact={"phone": written, "name": "Maija Meikäläinen"})
    assert contacts(company) == [(None, "Maija Meikäläinen", [MAIJA])]


def test_the_companys_own_key_wins_over_the_phone(company):
    """Pekka has got Maija's old phone; the company knows both by number."""
    company.happens("customer.known", contact={"key": "1", "phone": MAIJA, "name": "Maija"})
    company.happens("customer.known", contact={"key": "2", "phone": MAIJA, "name": "Pekka"})
    company.happens("customer.known", contact={"key": "1", "name": "Maija M."})
    assert contacts(company) == [("1", "Maija M.", [MAIJA]), ("2", "Pekka", [MAIJA])]


def test_a_person_known_by_phone_gets_the_key_when_it_is_told(company):
    company.happens("customer.known", contact={"phone": MAIJA, "name": "Maija"})
    company.happens("customer.known", contact={"key": "1", "phone": MAIJA})
    assert contacts(company) == [("1", "Maija", [MAIJA])]


def test_a_person_may_have_several_phones_and_the_first_told_is_texted(company):
    company.happens("customer.known", contact={"key": "1", "phone": MAIJA})
    company.happens("customer.known", contact={"key": "1", "phone": PEKKA})
    company.happens("customer.known", contact={"phone": PEKKA, "name": "Maija"})
    assert contacts(company) == [("1", "Maija", [MAIJA, PEKKA])]


def test_between_two_people_of_a_household_nobody_is_guessed(company):
    company.happens("customer.known", contact={"key": "1", "phone": MAIJA, "name": "Maija"})
    company.happens("customer.known", contact={"key": "2", "phone": MAIJA, "name": "Matti"})
    company.happens("call.received", contact={"phone": MAIJA})
    assert told(company)[-1] == (None, None, "contact.ambiguous")
    assert len(contacts(company)) == 2, "and no third is made"


def test_a_reply_from_a_shared_phone_names_nobody_but_is_kept(company):
    company.happens("customer.known", contact={"key": "1", "phone": MAIJA})
    company.happens("customer.known", contact={"key": "2", "phone": MAIJA})
    company.writes(MAIJA, "Moi")
    assert company.replies(MAIJA)[0].contact_id is None


def test_groups_are_joined_and_never_twice(company):
    for _ in range(2):
        company.happens("customer.known", contact={"phone": MAIJA, "groups": ["Kanta", "Talvi"]})
    company.happens("customer.known", contact={"phone": PEKKA, "groups": ["Talvi"]})
    with in_workspace(company.id):
        rows = GroupMember.objects.values_list("group__name", "contact__phones__phone")
        assert sorted(rows) == [("Kanta", MAIJA), ("Talvi", MAIJA), ("Talvi", PEKKA)]


def test_an_older_event_never_overwrites_a_newer_field(company):
    today, before = company.now, company.now - timedelta(days=30)
    company.happens("a", at=today, contact={"phone": MAIJA, "name": "Uusi", "fields": {"city": "Turku"}})
    company.happens(
        "a", at=before, contact={"phone": MAIJA, "name": "Vanha", "fields": {"city": "Oulu", "size": "L"}}
    )
    with in_workspace(company.id):
        contact = Contact.objects.get()
    assert (contact.name, contact.fields) == ("Uusi", {"city": "Turku", "size": "L"})


def test_a_sold_car_belongs_to_its_newest_owner_also_when_the_sale_is_told_late(company):
    june, may = helsinki("2026-06-01 12:00"), helsinki("2026-05-01 12:00")
    company.happens("car.bought", at=june, contact={"phone": PEKKA, "name": "Pekka"}, record=PLATE)
    company.happens("car.bought", at=may, contact={"phone": MAIJA, "name": "Maija"}, record=PLATE)
    with in_workspace(company.id):
        assert Record.objects.get().contact.name == "Pekka"
    company.happens("car.washed", record=PLATE)
    assert told(company)[-1][1] == "Pekka", "an event that names nobody is about the owner"


def test_an_event_keeps_what_its_record_was_told_then(company):
    company.happens("order.placed", record={"kind": "order", "key": "1", "fields": {"product": "Rengas"}})
    company.happens("order.placed", record={"kind": "order", "key": "1", "fields": {"product": "Lamppu"}})
    with in_workspace(company.id):
        assert Record.objects.get().fields == {"product": "Lamppu"}
        said = Event.objects.order_by("id").values_list("said_record__fields__product", flat=True)
        assert list(said) == ["Rengas", "Lamppu"]


# Two people and two things. Each person's phone is told with the key or alone; every event has a time of
# its own, since which of two told for the same moment is right nobody can say.
people = st.sampled_from([("1", "040 111 2233"), ("2", "+358 (0)40 111 2244")])
words = st.sampled_from(["a", "b", "c"])
fields = st.dictionaries(st.sampled_from(["city", "size"]), words, max_size=2)


@st.composite
def happenings(draw):
    said = {}
    if draw(st.booleans()):
        key, phone = draw(people)
        said["contact"] = {"phone": phone, "fields": draw(fields)}
        if draw(st.booleans()):
            said["contact"]["key"] = key
        if draw(st.booleans()):
            said["contact"]["name"] = draw(words)
        if draw(st.booleans()):
            said["contact"]["groups"] = [draw(words)]
    if "contact" not in said or draw(st.booleans()):
        said["record"] = {"kind": "vehicle", "key": draw(st.sampled_from("AB")), "fields": draw(fields)}
    return said


def fresh(database):
    made = workspaces.create(name="Y", slug=f"p{new_id().hex[-12:]}", is_simulated=True, now=MORNING)
    company = Company(made.id)
    company.begins(MORNING)
    return company


def end_state(company, happened, batches):
    """Tell everything in these batches and see what is known at the end."""
    events = [
        company.event("told", at=MORNING - timedelta(hours=number), **said)
        for number, said in enumerate(happened)
    ]
    for batch in batches:
        company.store(*(events[number] for number in batch))
        company.work()
    with in_workspace(company.id):
        phones = ContactPhone.objects.values_list("phone", "contact__key")
        people = Contact.objects.values_list("key", "name", "fields", "phones__phone")
        things = Record.objects.values_list("kind", "key", "fields", "contact__phones__phone")
        groups = GroupMember.objects.values_list("group__name", "contact__phones__phone")
        return [sorted(map(str, rows)) for rows in (phones, people, things, groups)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=st.lists(happenings(), min_size=2, max_size=7), seed=st.integers(0, 10_000))
def test_what_is_known_in_the_end_does_not_depend_on_the_order_or_the_batches(database, happened, seed):
    random = Random(seed)
    order = random.sample(range(len(happened)), len(happened))
    cut = random.randint(0, len(order))
    batches = [batch for batch in (order[:cut], order[cut:]) if batch]
    at_once = end_state(fresh(database), happened, [range(len(happened))])
    one_by_one = end_state(fresh(database), happened, [[number] for number in order])
    assert end_state(fresh(database), happened, batches) == at_once == one_by_one
