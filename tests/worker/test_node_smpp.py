"""Texts, receipts and replies through node-smpp: a far end whose codec others wrote."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.actions.playbooks import playbook
from tests.faults.processes import until
from tests.worker.operator import OURS, Connected, company_at, worker

MAIJA = "+358405550001"
SERVER = Path(__file__).with_name("node_smpp_server.js")
GSM = "Hei {name}! Öljynvaihto maksaa 89 € ja kestää tunnin. " * 5
UCS2 = "Hei {name}! Tervetuloa huoltoon 🚗 huomenna kello kymmenen. " * 4
IS_WANTED = bool(os.environ.get("CI") or os.environ.get("TEKSTARI_FAR_ENDS"))
HAS_NODE = bool(shutil.which("node") and shutil.which("npm"))
pytestmark = [
    pytest.mark.skipif(not IS_WANTED, reason="NOT RUN: other far ends need CI or TEKSTARI_FAR_ENDS=1"),
    pytest.mark.skipif(not HAS_NODE, reason="NOT RUN: node and npm are not here"),
]


class NodeSmpp:
    """The far end's process; what it says is kept line by line."""

    def __init__(self, folder: Path) -> None:
        self.said: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            ["node", str(SERVER)],
            env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        until(lambda: self.of("port"))
        self.port = self.of("port")[0]

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.said.append(json.loads(line))

    def of(self, name: str) -> list[Any]:
        return [said[name] for said in list(self.said) if name in said]

    def texts(self) -> list[dict[str, Any]]:
        return [said for said in list(self.said) if "id" in said]

    def told(self, **what: Any) -> None:
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def deliver(self, **pdu: Any) -> None:
        """One delivery, acknowledged."""
        before = len(self.of("answered"))
        addresses = {"source_addr_ton": 1, "source_addr": MAIJA[1:], "destination_addr": OURS}
        self.told(deliver={**addresses, **pdu})
        until(lambda: len(self.of("answered")) > before)
        assert set(self.of("answered")) == {0}

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node-smpp")
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), "smpp@0.5.1"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture
def node(installed: Path, database: str) -> Iterator[NodeSmpp]:
    node = NodeSmpp(installed)
    yield node
    node.end()


@pytest.fixture(params=[{}])
def company(node: NodeSmpp, request: pytest.FixtureRequest) -> Iterator[Connected]:
    company, said = company_at(node.port, password="salainen", **request.param)
    with worker(company.channel_id, said):
        until(lambda: node.of("bound"))
        yield company
    until(lambda: node.of("unbound"))


def writes(company: Connected, text: str) -> str:
    """One text to Maija; what it says in full."""
    said = playbook("event: visit.ended", "- send: own", text_own=text.strip())
    company.turn_on_text("heti", said)
    company.greets(MAIJA)
    return company.becomes(MAIJA, "sent")[0].text


def test_a_long_text_in_gsm_arrives_when_both_kinds_of_receipts_have_come(node, company):
    text = writes(company, GSM)
    parts = node.texts()
    assert "".join(part["text"] for part in parts) == text
    assert [part["coding"] for part in parts] == [0, 0]
    assert [part["from"] for part in parts] == [OURS] * 2
    words = f"id:{parts[0]['id']} sub:001 dlvrd:001 submit date:2611201100 stat:DELIVRD err:000 text:Hei"
    node.deliver(esm_class=4, short_message=words)
    node.deliver(esm_class=4, short_message="", receipted_message_id=parts[1]["id"], message_state=2)
    company.becomes(MAIJA, "delivered")


@pytest.mark.parametrize(
    "company", [{"joining": way} for way in ("udh8", "udh16", "sar", "payload")], indirect=True
)
def test_a_long_text_with_pictures_is_whole_however_its_parts_are_joined(node, company):
    text = writes(company, UCS2)
    parts = node.texts()
    assert "".join(part["text"] or part.get("payload") or "" for part in parts) == text
    assert {part["coding"] for part in parts} == {8}


def test_what_people_write_is_read_in_every_form_it_comes(node, company):
    texts = ["Tämä on äö€", "Hyvää 🚗", "Pitkä teksti kahdessa osassa", "Toinen pitkä teksti", "Hyötykuorma"]
    node.deliver(short_message=texts[0], data_coding=0)  # by itself it would say 1
    node.deliver(short_message={"hex": texts[1].encode("utf-16-be").hex()}, data_coding=8)
    for number, piece in ((2, "kahdessa osassa"), (1, "Pitkä teksti ")):
        head = f"06080400a502{number:02x}"
        body = piece.encode("utf-16-be").hex()
        node.deliver(short_message={"hex": head + body}, esm_class=0x40, data_coding=8)
    for number, piece in ((1, "Toinen "), (2, "pitkä teksti")):
        sar = {"sar_msg_ref_num": 9, "sar_total_segments": 2, "sar_segment_seqnum": number}
        node.deliver(short_message=piece, data_coding=0, **sar)
    node.deliver(short_message="", message_payload={"hex": texts[4].encode("utf-16-be").hex()}, data_coding=8)
    until(lambda: company.work() or len(company.replies(MAIJA)) == 5)
    assert [message.text for message in company.replies(MAIJA)] == texts


def test_throttled_and_told_to_leave_a_text_still_goes_once(node, company):
    node.told(throttle=1)
    company.turn_on_text("heti", playbook("event: visit.ended"))
    company.greets(MAIJA)
    until(lambda: node.of("throttled"))
    until(lambda: company.hurries() or node.texts())
    node.told(leave=True)
    until(lambda: len(node.of("bound")) == 2)
    company.greets(MAIJA)
    company.becomes(MAIJA, "sent", 2)
    assert len(node.texts()) == 2
