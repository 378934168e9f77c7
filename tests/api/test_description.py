"""The API does what its description says: checked with requests made from the description."""

import re
import warnings

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tekstari.actions import keys
from tekstari.api import docs, openapi
from tekstari.api.v1.api import PREFIX, api
from tekstari.data import clock
from tekstari.data.sentences import LANGUAGES, SENTENCES


async def product(scope, receive, send):
    """The application, made when the first request comes: tests are collected without it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tekstari.config.asgi import application
    await application(scope, receive, send)


schema = schemathesis.openapi.from_dict(openapi.described(api, PREFIX))
schema.app = product
schema.config.phases.coverage.enabled = False


@schema.parametrize()
@settings(derandomize=True, max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_does_what_it_says(case, key, moving_worker):
    # Whether a text is a phone number or a cursor of ours, no schema can say: tested by hand.
    case.call_and_validate(
        headers={"Authorization": f"Bearer {key}"},
        excluded_checks=[positive_data_acceptance, negative_data_rejection],
    )


def test_the_description_names_the_door_and_its_statuses(ask):
    told = ask("GET", "openapi.json", key="").json()
    assert told["openapi"].startswith("3.1")
    door = told["paths"]["/api/v1/events"]["post"]
    assert {"200", "400", "401", "413", "415", "422", "503"} <= set(door["responses"])
    assert "get" in told["paths"]["/api/v1/events"]
    named = set(re.findall(r'"#/components/schemas/(\w+)"', ask("GET", "openapi.json").text))
    assert named <= set(told["components"]["schemas"])


def test_the_readable_pages_load_nothing_from_anywhere(ask):
    answer = ask("GET", "docs", key="")
    assert answer.headers["content-security-policy"] == docs.POLICY
    assert "POST /api/v1/events" in answer.text
    assert "<script" not in answer.text
    assert "http://testserver/api/v1/events" in answer.text


def test_every_sentence_is_there_in_every_language_with_the_same_values():
    for id, told in SENTENCES.items():
        assert len(set(told)) == len(LANGUAGES), id
        values = [set(re.findall(r"\{(\w+)\}", words)) for words in told]
        assert values[0] == values[1] == values[2], id


def test_a_key_shows_only_its_beginning(workspace):
    key = keys.add(workspace, name="ERP", now=clock.real_now())
    assert keys.key_form.fullmatch(key)
    assert keys.holder_of(key).workspace_id == workspace
