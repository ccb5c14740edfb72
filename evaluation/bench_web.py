"""How fast the workbench is with a large record, and how much memory its server takes.

    python -m evaluation.bench_web [--incidents N] [--folder DIR] [--decisions]

The record is invented: incidents over five years around 3,000 places, with the kinds, sides, verdicts and figures that
the real ones have, each told by one to four claims; three reports for four incidents. It is written straight into the
tables, since a review of it is not asked for. The server runs in a process of its own. The pages are asked for over
loopback, and opened in Chromium where the machine has it (first contentful paint; a filter until the page has settled).

With `--decisions` it is instead asked how long a decision takes by way of the workbench, the overview drawn after it
included. The record is then that of `evaluation.bench_decide`, whose incidents follow from its claims.

Printed are wall times, the server's own CPU time beside them (which is what the server costs on a machine that does
other things too), and the peak of its memory.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from evaluation import bench_decide
from trucewatch.model import TERM_TESTS, Grade, Kind
from trucewatch.record import Store
from trucewatch.record import _schema as t
from trucewatch.record._rows import heads_of, mark_derived
from trucewatch.record._stored import BASIS, enter
from trucewatch.web.addresses import review_path

DAYS, PLACES, OUTLETS, BATCH = 1826, 3_000, 400, 2_000
SIDES = ("north", "south", "east", "guards", None)
TERMS = ("ceasefire", "corridor", "patrols")
VERDICTS = ("out_of_scope", "out_of_scope", "undetermined", "undetermined", "alleged_violation", "consistent")
WORDS = re.findall(
    r"\w+",
    "shells fell on the village while a convoy waited near the old bridge and the council said that two houses burned "
    "after midnight when the ministry of the interior spoke of a clear breach by unknown gunmen who left before dawn "
    "along the river road toward the hills as residents of the quarter counted the dead at the clinic",
)
FILTERS = (
    "verdict=undetermined", "term=ceasefire&verdict=alleged_violation", "kind=sniper_fire&side=north",
    "since=2017-03-01&until=2017-09-30", "q=convoy", "q=bridge+midnight&verdict=undetermined", "box=36,34,37,35",
    "source=Outlet+7", "grade=weak&unknown=bound_actor", "sort=killed",
)  # fmt: skip

WHOLE = (
    "/ledgers?by=side", "/ledgers?by=actor", "/ledgers?by=period", "/ledgers?by=claimant", "/trend",
    "/trend?at=2018-01-01&days=180", "/trend?at=2018-01-01&by=side",
)  # fmt: skip
WAITING = -1


FILES = ("/incidents.csv", "/incidents.geojson", "/findings.csv", "/reports.csv")
"""Files that hold all of a record; they are sent while they are read."""


def count(low: int) -> dict[str, Any]:
    """A figure as an incident has it."""
    return {"low": low, "best": low + low // 3, "high": low + low // 2}


def report(number: int, rng: random.Random) -> dict[str, Any]:
    """One report; its text holds the words that its claims point at."""
    text = " ".join(" ".join(rng.choices(WORDS, k=16)).capitalize() + "." for _ in range(10))
    day = dt.date(2015, 1, 1) + dt.timedelta(days=rng.randrange(DAYS))
    return {
        "id": f"r-{number:07d}", "url": None, "source": f"Outlet {int(rng.paretovariate(0.6)) % OUTLETS}", "lang": "en",
        "published": day.isoformat(), "published_basis": "given", "title": " ".join(rng.choices(WORDS, k=8)),
        "text": text, "sha256": "0" * 64, "retold": False, "synthetic": True, "facts_from": [],
    }  # fmt: skip


def incident(number: int, places: list[dict[str, Any]], reports: list[str], rng: random.Random) -> dict[str, Any]:
    """One incident of some of these reports."""
    day = dt.date(2015, 1, 1) + dt.timedelta(days=rng.randrange(DAYS))
    where = rng.choice(places)
    when = {"start": day.isoformat(), "end": day.isoformat(), "precision": "day", "text": "on Monday"}
    accounts = [
        {
            "actor": f"Force {rng.randrange(30)}", "label": None, "side": rng.choice(SIDES), "confidence": "accused",
            "claimants": ["the ministry"], "denied_by": [], "reports": reports,
        }
        for _ in range(rng.choice((1, 1, 1, 2)))
    ]  # fmt: skip
    claims = [f"c-{number:07d}-{i}" for i in range(rng.choice((1, 2, 2, 3, 4)))]
    return {
        "id": f"{day.isoformat()}-{number:07d}", "claims": claims, "reports": reports, "part_of": None,
        "kind": rng.choice(list(Kind)[:16]).value, "when": when, "where": where, "weapon": None, "variants": [],
        "perpetrators": accounts, "killed": count(rng.randrange(9)), "injured": count(rng.randrange(20)),
        "missing": None, "captured": None, "victims": [], "grade": rng.choice(list(Grade)).value,
        "grade_reason": "invented", "credibility": 3, "reliability": "F", "first_reported": day.isoformat(),
        "history": [], "note": None,
    }  # fmt: skip


def claims(found: dict[str, Any], texts: dict[str, str], rng: random.Random) -> Iterator[dict[str, Any]]:
    """The claims of an incident, each with five words that it rests on."""
    for id_ in found["claims"]:
        source = rng.choice(found["reports"])
        text = texts[source]
        evidence = []
        for name in ("kind", "when", "where", "killed", "perpetrator"):
            start = rng.randrange(len(text) - 12)
            evidence.append({"field": name, "start": start, "end": start + 9, "quote": text[start : start + 9]})
        figure = {"low": 1, "high": 1, "approximate": False, "unconfirmed": False, "stated": True, "text": "one"}
        yield {
            "id": id_, "report": source, "extractor": "invented", "score": 0.8, "kind": found["kind"],
            "scope": "incident", "background": False, "superseded": False, "coverage": "whole", "modality": "asserted",
            "when": found["when"], "where": found["where"],
            "perpetrator": {"text": "gunmen", "label": "gunmen", "actor": None, "side": None, "confidence": "accused"},
            "targets": [], "killed": figure, "injured": None, "missing": None, "captured": None, "acts": None,
            "victims": [], "weapon": None,
            "claimants": [{"text": "the ministry", "name": "ministry", "kind": "government", "via": None}],
            "denied_by": [], "evidence": evidence,
        }  # fmt: skip


def findings(found: dict[str, Any], rng: random.Random) -> Iterator[dict[str, Any]]:
    """What three terms say of an incident."""
    tests = ("military_action", "in_force", "in_area", "bound_actor")
    assert set(tests) <= set(TERM_TESTS)
    for term in TERMS:
        verdict = rng.choice(VERDICTS)
        open_ = rng.choice(tests) if verdict == "undetermined" else None
        yield {
            "incident": found["id"], "agreement": "invented", "term": term, "verdict": verdict, "attributed_to": None,
            "accounts": [],
            "reasons": [
                {"test": name, "outcome": "unknown" if name == open_ else "yes", "figures": {"u_km": 3.0}}
                for name in tests
            ],
        }  # fmt: skip


def write(folder: Path, size: int) -> None:
    """A record of so many incidents."""
    rng = random.Random(6)
    places = [
        {
            "text": f"Village {n}", "relation": "at", "name": f"Village {n}", "admin1": f"Province {n % 20}",
            "country": "SY", "lat": round(rng.uniform(33.0, 37.0), 4), "lon": round(rng.uniform(35.8, 41.5), 4),
            "radius_km": rng.choice((1.0, 3.0, 12.0)), "precision": 1, "gazetteer": f"x:{n}", "also": [],
        }
        for n in range(PLACES)
    ]  # fmt: skip
    stored = [report(n, rng) for n in range(size * 3 // 4)]
    texts = {r["id"]: r["text"] for r in stored}
    with Store.open(folder) as store, store._engine.connect() as connection, connection.begin():
        at = dt.datetime.now(dt.UTC)
        enter(connection, at, BASIS, "invented", "0" * 64)
        mark_derived(connection, heads_of(connection), rules="invented")
        given = [
            {"id": r["id"], "sha256": r["sha256"], "published": r["published"], "document": json.dumps(r)}
            for r in stored
        ]
        connection.execute(insert(t.reports), given)
        done = [{"report_id": r, "sha256": "0" * 64, "extractor": "invented", "at": at} for r in texts]
        connection.execute(insert(t.extractions), done)
        ids = list(texts)
        for start in range(0, size, BATCH):
            numbers = range(start, min(size, start + BATCH))
            batch = [incident(n, places, rng.sample(ids, rng.choice((1, 1, 1, 2))), rng) for n in numbers]
            for table, rows in rows_of(batch, texts, rng):
                connection.execute(insert(table), rows)


def rows_of(
    batch: list[dict[str, Any]], texts: dict[str, str], rng: random.Random
) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Rows of the tables for some incidents."""
    yield (
        t.incidents,
        [{"id": n["id"], "first_day": n["when"]["start"], "kind": n["kind"], "document": json.dumps(n)} for n in batch],
    )
    yield (
        t.claims,
        [
            {"id": c["id"], "report_id": c["report"], "position": i, "kind": c["kind"], "document": json.dumps(c)}
            for n in batch
            for i, c in enumerate(claims(n, texts, rng))
        ],
    )
    yield (
        t.findings,
        [
            {
                "incident_id": n["id"], "agreement": "invented", "term": f["term"], "position": i,
                "verdict": f["verdict"], "document": json.dumps(f),
            }
            for n in batch
            for i, f in enumerate(findings(n, rng))
        ],
    )  # fmt: skip


class Server:
    """`trucewatch serve` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        begun = time.perf_counter()
        command = [sys.executable, "-c", "from trucewatch.cli import main; main()", "serve", str(folder), "--port", "0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found[1])
                break
        else:
            raise SystemExit("the server did not start")
        self._wait()
        self.start_s = time.perf_counter() - begun

    def _wait(self) -> None:
        """Until it answers; the address is printed a moment before."""
        for _ in range(600):
            try:
                self.get("/static/icon.svg")
            except ConnectionRefusedError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit("the server does not answer")

    def cpu_s(self) -> float:
        """CPU seconds of the server so far, user and system."""
        rest = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(rest[11]) + int(rest[12])) / os.sysconf("SC_CLK_TCK")

    def builder_s(self) -> float:
        """CPU seconds of the process that built the read model; none where it stood there, or the record is small."""
        rest = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(rest[13]) + int(rest[14])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self) -> float:
        """The peak of its resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    def get(self, path: str, *, may_wait: bool = False, **headers: str) -> int:
        """Ask for a page; the size of the answer, or `WAITING` where it may be and is being added up."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if may_wait and answer.status == 503:
            return WAITING
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return len(body)

    def mark(self, path: str) -> str:
        """The mark of this session that a page with a form carries; without it nothing is taken."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request("GET", path)
        found = re.search(r'name="csrf" value="([^"]+)"', connection.getresponse().read().decode())
        connection.close()
        if found is None:
            raise SystemExit(f"{path}: no form")
        return found[1]

    def post(self, path: str, body: dict[str, Any], mark: str) -> None:
        """Have something made."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", "X-CSRF-Token": mark})
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        if answer.status != 201:
            raise SystemExit(f"{path}: {answer.status} {said.decode()}")

    def timed_post(self, path: str, body: dict[str, Any], mark: str) -> tuple[float, float]:
        """Wall and CPU milliseconds of one request that makes something."""
        cpu, begun = self.cpu_s(), time.perf_counter()
        self.post(path, body, mark)
        return 1000 * (time.perf_counter() - begun), 1000 * (self.cpu_s() - cpu)

    def timed(self, path: str, **headers: str) -> tuple[float, float]:
        """Wall and CPU milliseconds of one request."""
        cpu, begun = self.cpu_s(), time.perf_counter()
        self.get(path, **headers)
        return 1000 * (time.perf_counter() - begun), 1000 * (self.cpu_s() - cpu)


def show(name: str, times: list[tuple[float, float]]) -> None:
    """Median and worst of some requests."""
    walls, cpus = zip(*times, strict=True)
    print(
        f"{name:<42} wall {statistics.median(walls):7.0f} ms (worst {max(walls):6.0f})   "
        f"server CPU {statistics.median(cpus):6.0f} ms (worst {max(cpus):5.0f})"
    )


def ids_of(folder: Path, table: str, size: int) -> list[str]:
    """Some ids of a record, spread over it."""
    with sqlite3.connect(f"file:{folder / 'record.db'}?mode=ro", uri=True) as connection:
        ids = [row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]
    return ids[:: max(1, len(ids) // size)][:size]


def whole_record(server: Server) -> None:
    """Pages that add up all of the record: asked for first, and again."""
    for path in WHOLE:
        begun, cpu = time.perf_counter(), server.cpu_s()
        answers = 1
        while server.get(path, may_wait=True) == WAITING:
            answers += 1
            time.sleep(1)
        walls, cpus = time.perf_counter() - begun, server.cpu_s() - cpu
        waits = f", {answers - 1} answers that it is being added up before it" if answers > 1 else ""
        print(f"{path:<42} first wall {walls:5.1f} s, server CPU {cpus:5.1f} s{waits}; {server.peak_mb():.0f} MB")
        show("  again", [server.timed(path) for _ in range(3)])


def deciding(server: Server, folder: Path) -> None:
    """Decisions of several kinds: how long until it is made and the read model has followed, and the page after it."""
    with Store.open(folder, create=False) as store:
        wanted = list(bench_decide.proposals(list(store.incidents())))
    desk = review_path(wanted[0][1].subject.partition(":")[2])
    show("the first desk, for which the record is read", [server.timed(desk)])
    mark = server.mark(desk)
    for name, proposal in wanted:
        body = {
            "action": proposal.action.value, "subject": proposal.subject, "reason": proposal.reason,
            "value": proposal.value.model_dump(mode="json") if proposal.value is not None else None,
            "others": proposal.others, "claims": proposal.claims,
        }  # fmt: skip
        show(f"decision: {name}", [server.timed_post("/api/v1/decisions", body, mark)])
        show("  the overview after it", [server.timed("/")])


def in_browser(port: int) -> None:
    """First paint and filters as a person meets them."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no Chromium on this machine: no times of the browser")
        return
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    settled = """name => new Promise(done => {
        const begun = performance.now();
        document.addEventListener("htmx:afterSettle", () => done(performance.now() - begun), { once: true });
        document.getElementById(name).click();
    })"""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        paints = []
        for _ in range(4):
            page.goto(f"http://127.0.0.1:{port}/")
            page.wait_for_load_state("networkidle")
            paints.append(page.evaluate(paint))
        filters = []
        for box in ("f-verdict-1", "f-kind-2", "f-grade-1", "f-kind-2", "f-verdict-1", "f-grade-1"):
            filters.append(page.evaluate(settled, box))
            page.wait_for_load_state("networkidle")
        browser.close()
    for name, walls in (("first contentful paint", paints), ("a facet until settled", filters)):
        print(f"browser: {name:<33} wall {statistics.median(walls):7.0f} ms (worst {max(walls):6.0f})")


def main() -> None:
    """Make the record, serve it, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the record is made, or stands from an earlier call")
    parser.add_argument("--decisions", action="store_true", help="measure decisions")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp())
    if not (folder / "record.db").exists():
        begun = time.perf_counter()
        (bench_decide.write if asked.decisions else write)(folder, asked.incidents)
        print(f"record of {asked.incidents:,} incidents written in {time.perf_counter() - begun:.0f} s")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if asked.decisions:
        with Store.open(folder, create=False) as store:
            bench_decide.settle(store)
    server = Server(folder)
    try:
        builder = f", {server.builder_s():.1f} s CPU of what built the read model" if server.builder_s() else ""
        print(
            f"server ready after {server.start_s:.1f} s, {server.cpu_s():.1f} s CPU{builder}; {server.peak_mb():.0f} MB"
        )
        if asked.decisions:
            deciding(server, folder)
            return
        show("overview, whole page", [server.timed("/") for _ in range(5)])
        for query in FILTERS:
            show(query, [server.timed(f"/?{query}", **{"HX-Request": "true"}) for _ in range(3)])
        for table, path in (("incidents", "/incidents"), ("reports", "/reports")):
            one = [f"{path}/{id_}" for id_ in ids_of(folder, table, 20)]
            show(f"{path}/ID, 20 of them", [server.timed(path) for path in one])
        for path in FILES:
            show(path, [server.timed(path)])
            print(f"  {server.peak_mb():.0f} MB")
        whole_record(server)
        server.get("/map/base")
        in_browser(server.port)
        print(f"peak memory of the server: {server.peak_mb():.0f} MB")
    finally:
        server.process.terminate()
        server.process.wait()
        if asked.folder is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
