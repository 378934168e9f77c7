from concurrent.futures import ThreadPoolExecutor

import pytest

from tekstari.data.ids import PREFIXES, new_id, read_id, shown


def test_ids_are_of_version_7_and_in_the_order_they_were_made():
    ids = [new_id() for _ in range(5000)]
    assert {(id.version, id.variant) for id in ids} == {(7, "specified in RFC 4122")}
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_ids_made_by_many_threads_are_all_different():
    with ThreadPoolExecutor(8) as threads:
        batches = list(threads.map(lambda _: [new_id() for _ in range(1000)], range(8)))
    assert len({id for batch in batches for id in batch}) == 8000


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_shown_is_read_back_as_the_same_kind_only(prefix):
    id = new_id()
    assert read_id(prefix, shown(prefix, id)) == id
    other = next(p for p in PREFIXES if p != prefix)
    assert read_id(other, shown(prefix, id)) is None


@pytest.mark.parametrize(
    "text",
    ["", "msg", "msg_", "msg_1", "msg_" + "g" * 32, "msg_" + "1" * 33, "msg_{" + "1" * 30 + "}", "1" * 32],
)
def test_what_is_no_id_is_none(text):
    assert read_id("msg", text) is None
