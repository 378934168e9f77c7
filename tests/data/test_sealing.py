"""A copy of the database opens no operator's account."""

import psycopg
import pytest
from django.conf import settings as django_settings

from tekstari.actions import channels
from tekstari.data.ids import new_id
from tekstari.data.models import Channel
from tekstari.data.sealing import WrongKey, seal, unseal

SECRET = "salasana jota kukaan ei arvaa"


def test_a_password_is_nowhere_in_the_database(database: str) -> None:
    name = f"Operaattori {new_id().hex[-8:]}"
    channels.add(name=name, kind="smpp", settings={"system_id": "x", "password": SECRET})
    with psycopg.connect(database) as owner:
        kept = owner.execute("SELECT settings::text FROM channel").fetchall()
    assert not any(SECRET in text for (text,) in kept)
    assert unseal(Channel.objects.get(name=name).settings) == {"system_id": "x", "password": SECRET}


def test_sealing_twice_is_sealing_once() -> None:
    once = seal({"password": SECRET, "port": 2775})
    assert seal(once) == once
    assert unseal(once) == {"password": SECRET, "port": 2775}


def test_another_key_opens_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal({"password": SECRET})
    monkeypatch.setattr(django_settings, "SECRET_KEY", "of another installation")
    with pytest.raises(WrongKey):
        unseal(sealed)
