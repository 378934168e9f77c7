"""`tekstari backtest` from file to page, and on real orders counted a second time by plain code."""

import csv
import os
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tekstari.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"
DATA = os.environ.get("TEKSTARI_TEST_DATA")
ORDERS = Path(DATA or "nowhere") / "orders.csv"
BRAZIL = ZoneInfo("America/Sao_Paulo")
HEADING = (
    "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date"
)
needs_orders = pytest.mark.skipif(not ORDERS.is_file(), reason="no TEKSTARI_TEST_DATA with orders.csv")


def backtest(events: Path, out: Path, playbook: str = "orders", *more: str) -> list[dict[str, str]]:
    files = ["--events", str(events), "--mapping", str(EXAMPLES / "orders.mapping.yaml"), "--csv", str(out)]
    assert main(["backtest", str(EXAMPLES / f"{playbook}.playbook.yaml"), *files, *more]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def table(tmp_path):
    def write(*rows: str) -> Path:
        file = tmp_path / "orders.csv"
        file.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
        return file

    return write


def test_good_rows_go_on_and_bad_ones_are_named(table, tmp_path, capsys):
    events = table(
        "1,c1,delivered,10/2/2017 10:56,10/2/2017 11:07,10/4/2017 19:55,10/10/2017 21:25,10/18/2017 0:00",
        "2,c2,shipped,2017-10-02,10/2/2017 11:07,10/4/2017 19:55,,",
        "3,c3,shipped,10/2/2017 10:56",
        "4,c4,created,10/2/2017 10:56,,,,",
    )
    rows = backtest(events, tmp_path / "out.csv")
    told = capsys.readouterr()
    assert [(row["key"], row["state"], row["missing"]) for row in rows] == [
        ("order:1", "sent", ""),
        ("order:4", "nearly", "order.handed_over"),
    ]
    assert "Row 3, order_purchase_timestamp: 2017-10-02 is not a time of the form %m/%d/%Y %H:%M." in told.err
    assert "Row 4: The row has 4 cells and the heading 8." in told.err
    assert "Would have been sent" in told.out


def test_no_cell_is_a_formula(table, tmp_path):
    events = table("=1+1,@c,delivered,10/2/2017 10:56,,10/4/2017 19:55,,")
    (row,) = backtest(events, tmp_path / "out.csv")
    assert row["phone"].startswith("'+35840")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_the_language_of_the_texts_is_chosen(table, tmp_path):
    events = table("1,c1,delivered,10/2/2017 10:56,,10/4/2017 19:55,,")
    (row,) = backtest(events, tmp_path / "out.csv", "orders", "--language", "sv", "--company", "Björkudden")
    assert row["words"].startswith("Björkudden: Din beställning har skickats")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("playbook", "tekstari: 1\nnmae: X\n", "Line 2: nmae is not known here."),
        ("mapping", "source: x\nevents: [", "is not well-formed YAML (line 2)."),
        ("mapping", "source: x\ndate: '%Y'\nevents: [{type: a, id: b}]", "events 1: time: This is missing."),
        ("events", "a,b\n1,2\n", "has no column customer_id, order_approved_at"),
        ("events", "", "It has: none."),
    ],
)
def test_a_file_that_does_not_read_is_told_plainly(name, content, said, table, tmp_path, capsys):
    broken = tmp_path / "broken"
    broken.write_text(content, encoding="utf-8")
    files = {
        "playbook": EXAMPLES / "orders.playbook.yaml",
        "mapping": EXAMPLES / "orders.mapping.yaml",
        "events": table(),
        name: broken,
    }
    arguments = ["backtest", str(files["playbook"]), "--events", str(files["events"])]
    assert main([*arguments, "--mapping", str(files["mapping"])]) != 0
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["nothing.yaml", "."])
def test_a_file_that_is_not_there(missing, tmp_path, capsys):
    file = str(tmp_path / missing)
    assert main(["backtest", file, "--events", file, "--mapping", file]) != 0
    assert str(tmp_path) in capsys.readouterr().err


def at(cell: str) -> datetime | None:
    """The cell on the wall clock of Brazil, as UTC."""
    if not cell:
        return None
    return datetime.strptime(cell, "%m/%d/%Y %H:%M").replace(tzinfo=BRAZIL)


@needs_orders
def test_real_orders_on_their_way(tmp_path):
    """Placed and handed over, not cancelled: counted here row by row."""
    wanted: Counter[str] = Counter()
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        for order in csv.DictReader(file):
            placed, handed = at(order["order_purchase_timestamp"]), at(order["order_delivered_carrier_date"])
            # Calendar days of Helsinki, within a day of 90 times 24 hours: no order lies that near.
            if handed is None or abs(handed - placed) > timedelta(days=90):
                wanted["nearly"] += 1
            elif order["order_status"] == "canceled":
                wanted["suppressed"] += 1
            else:
                wanted["sent"] += 1
    rows = backtest(ORDERS, tmp_path / "out.csv")
    assert Counter(row["state"] for row in rows) == wanted
    assert wanted["sent"] > 9000
    assert all(row["parts"] == "1" for row in rows if row["state"] == "sent")


@needs_orders
def test_real_orders_three_weeks_without_delivery(tmp_path):
    late, in_time, last = 0, 0, None
    cutoff = []
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        for order in csv.DictReader(file):
            times = [at(order[name]) for name in list(order)[3:7]]
            last = max([time for time in times if time] + ([last] if last else []))
            if times[2]:
                cutoff.append((times[2], times[3]))
    helsinki = ZoneInfo("Europe/Helsinki")
    for handed, delivered in cutoff:
        day = handed.astimezone(helsinki) + timedelta(days=21)
        due = day.replace(hour=10, minute=0)
        if due > last:
            continue
        if delivered is not None and handed < delivered <= due:
            in_time += 1
        else:
            late += 1
    rows = backtest(ORDERS, tmp_path / "out.csv", "late")
    assert Counter(row["state"] for row in rows) == {"sent": late, "suppressed": in_time}


@needs_orders
def test_real_deliveries_at_night_wait_for_the_morning(tmp_path):
    wanted: Counter[str] = Counter()
    helsinki, asked, last = ZoneInfo("Europe/Helsinki"), [], None
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        for order in csv.DictReader(file):
            times = [time for name in list(order)[3:7] if (time := at(order[name]))]
            last = max([*times, last] if last else times)
            if delivered := at(order["order_delivered_customer_date"]):
                asked.append(delivered)
    for delivered in asked:
        due = (delivered.astimezone(ZoneInfo("UTC")) + timedelta(hours=2)).astimezone(helsinki)
        if due <= last:
            wanted["held" if due.hour >= 21 or due.hour < 8 else "sent"] += 1
    rows = backtest(ORDERS, tmp_path / "out.csv", "delivered")
    assert Counter(row["state"] for row in rows) == wanted
    assert all(row["leaves"][11:16] == "08:00" for row in rows if row["state"] == "held")
