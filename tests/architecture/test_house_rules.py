"""The house keeps its own rules."""

import pytest

from tests.architecture.house_rules import RULES

by_name = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@by_name
def test_the_rule_knows_good_from_bad(rule):
    assert [line for line in rule.bad if not rule.breaks(line)] == []
    assert [line for line in rule.good if rule.breaks(line)] == []


@by_name
def test_the_house_keeps_the_rule(rule):
    broken = rule.broken()
    assert not broken, "\n".join(broken)


def test_a_broken_rule_is_found_where_it_is(tmp_path):
    (tmp_path / "tekstari" / "web" / "views").mkdir(parents=True)
    (tmp_path / "tekstari" / "web" / "views" / "inbox.py").write_text("x = 1\nmessage.save()\n")
    assert RULES[0].broken(tmp_path) == [
        "tekstari/web/views/inbox.py:2: message.save() -- call a function in actions/"
    ]


def test_an_exception_is_only_for_the_file_it_names(tmp_path):
    asynchronous = next(rule for rule in RULES if rule.name == "async lives at the doors")
    for room in ("doors", "worker", "web"):
        (tmp_path / "tekstari" / room).mkdir(parents=True)
    for file in ("doors/events.py", "worker/gateway.py", "worker/clock.py", "web/live.py"):
        (tmp_path / "tekstari" / file).write_text("async def tick(): ...\n")
    found = [path.name for path in asynchronous.files(tmp_path)]
    assert sorted(found) == ["clock.py", "live.py"]
