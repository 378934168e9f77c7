"""How fast the engine is, from stored events to texts on the (practice) network. Prints JSON.

    uv run --group dev python bench/engine.py [--pairs 5000] [--replies 300]

One process, one company, on a private PostgreSQL in a temporary folder. Figures of a shared machine say
little by themselves; compare two runs of the same minute, and quote ratios. `floor` is the same number of
rows through a bare COPY on the same server in the same run.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from tekstari.cli.postgres import LocalPostgres


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--replies", type=int, default=300)
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="tekstari-bench-"))
    home.chmod(0o711)
    server = LocalPostgres(home).start()
    try:
        print(json.dumps(_measure(server, arguments.pairs, arguments.replies), indent=2))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _measure(server: LocalPostgres, pairs: int, replies: int) -> dict[str, float]:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tekstari.config.settings",
        TEKSTARI_OWNER_URL=server.owner_url(),
        TEKSTARI_APP_URL=server.app_url(),
        TEKSTARI_GATEWAY_URL=server.gateway_url(),
        TEKSTARI_POOL="0",
    )
    import django

    django.setup()
    from django.core.management import call_command

    from tekstari.data import roles

    roles.prepare(server.owner_url())
    call_command("migrate", database="owner", verbosity=0)
    roles.grant(server.owner_url())
    from tekstari.actions import automations, simulator, workspaces
    from tekstari.data import event_store
    from tekstari.data.clock import real_now
    from tekstari.domain.events import Event, SaidContact, SaidRecord
    from tekstari.worker.clock import moment_in
    from tekstari.worker.gateway import Gateway
    from tekstari.worker.settling import settle

    now = real_now()
    workspace = workspaces.create(name="Bench", slug="bench", is_simulated=True, now=now)
    for recipe in ("tilaus-saapui", "nps-huollon-jalkeen"):
        text = (files("tekstari") / "recipes" / f"{recipe}.yaml").read_text(encoding="utf-8")
        made = automations.keep(workspace.id, slug=recipe, text=text, now=now)
        automations.turn_on(workspace.id, made.id, now=now)
    phones = [f"+35840{number:07}" for number in range(pairs)]

    def order(number: int) -> Event:
        record = SaidRecord("order", str(number), {"product": f"Product {number}"})
        contact = SaidContact(phone=phones[number], name=f"Name {number}")
        return Event("bench", f"o{number}", "order.placed", now, contact=contact, record=record)

    def arrival(number: int) -> Event:
        return Event("bench", f"a{number}", "stock.arrived", now, record=SaidRecord("order", str(number), {}))

    events = [make(number) for number in range(pairs) for make in (order, arrival)]

    def store() -> None:
        for start in range(0, len(events), 1000):
            event_store.store(workspace.id, events[start : start + 1000], real_now=real_now())

    gateway = Gateway()

    def send() -> None:
        while gateway.flush():
            pass

    def judge() -> None:
        settle(workspace.id, lambda: moment_in(workspace.id))

    figures = {
        "floor_copied_rows_per_s": len(events) / _timed(lambda: _floor(server, len(events))),
        "stored_events_per_s": len(events) / _timed(store),
        "judged_events_per_s": len(events) / _timed(judge),
        "sent_texts_per_s": pairs / _timed(send),
    }

    served = [
        Event(
            "bench",
            f"s{number}",
            "service.completed",
            now - timedelta(hours=3),
            contact=SaidContact(phone=phones[number]),
            record=SaidRecord("vehicle", f"V{number}", {}),
        )
        for number in range(replies)
    ]
    event_store.store(workspace.id, served, real_now=real_now())
    judge()
    send()
    for number in range(replies):
        simulator.write(workspace.id, phone=phones[number], text=str(number % 11), real_now=real_now())
    figures["understood_replies_per_s"] = replies / _timed(judge)
    return {name: round(value, 1) for name, value in figures.items()}


def _floor(server: LocalPostgres, rows: int) -> None:
    from tekstari.data import roles

    with roles.connect(server.owner_url()) as connection, connection.transaction():
        connection.execute("CREATE TABLE floor (id bigint PRIMARY KEY, text text)")
        with connection.cursor().copy("COPY floor FROM STDIN") as copy:
            for number in range(rows):
                copy.write_row((number, "x" * 200))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
