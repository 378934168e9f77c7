"""What every channel must do, whatever it speaks to."""

import asyncio

import pytest

from tekstari.channels.base import Accepted, Channel, Outgoing
from tekstari.channels.registry import KINDS
from tekstari.domain.delivery.states import Report

TEXTS = [
    Outgoing("1", "18100", "+358401234567", "Hei! Tilauksesi on noudettavissa."),
    Outgoing("2", "18100", "+358401234567", "Žaneta 😀 " * 40),
    Outgoing("3", "18100", "+46701234567", ""),
]


@pytest.fixture(params=sorted(KINDS))
def channel(request: pytest.FixtureRequest) -> Channel:
    return KINDS[request.param]()


def test_every_text_is_answered_once_by_its_own_id(channel: Channel) -> None:
    answers = asyncio.run(channel.submit(TEXTS))
    assert sorted(answer.id for answer in answers) == ["1", "2", "3"]


def test_two_texts_never_share_a_name_at_the_far_end(channel: Channel) -> None:
    answers = asyncio.run(channel.submit(TEXTS))
    names = [answer.provider_id for answer in answers if isinstance(answer, Accepted)]
    assert len(set(names)) == len(names)


def test_what_is_heard_is_handed_over_once(channel: Channel) -> None:
    taken = asyncio.run(channel.submit(TEXTS))
    names = {answer.provider_id for answer in taken if isinstance(answer, Accepted)}
    heard = channel.hear()
    assert {receipt.provider_id for receipt in heard} <= names
    assert all(receipt.report in Report for receipt in heard)
    assert list(channel.hear()) == []


def test_practice_phones_get_everything() -> None:
    simulator = KINDS["simulator"]()
    asyncio.run(simulator.submit(TEXTS))
    assert [(r.provider_id, r.report) for r in simulator.hear()] == [
        ("1", Report.ARRIVED),
        ("2", Report.ARRIVED),
        ("3", Report.ARRIVED),
    ]
