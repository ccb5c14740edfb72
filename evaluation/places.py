"""How well place phrases are put on the map: the shipped example, UCDP's places, and news toponyms.

    python -m evaluation.places                                  # the example and the look-up's speed
    python -m evaluation.places --data DIR [--limit N]           # also geoparsing/*.xml and ucdp/*.csv below DIR

Four measures stand side by side: ours; two baselines, the most populous place of that very name and the place of the
likest name, both without any context; and the ceiling, the share of names for which the gazetteer holds any place near
enough. Figures are counts and shares of gold mentions that have a point; a mention that is left without a point is
wrong. End to end, the toponyms are found first, by the rules that the extractor finds places with and the demonyms
that these sets count; a toponym found has exactly the gold's span.
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import re
import resource
import statistics
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from lxml import etree

from trucewatch.extract.places import find_places
from trucewatch.locate import Gazetteer, Locator, PlaceContext, find_adjective, find_demonym, geodesic_km
from trucewatch.locate.gazetteer import _read_table
from trucewatch.read import load_agreement

NEWS_KM = 161.0
"""100 miles, the customary bound for news toponyms."""
CONFLICT_KM = 25.0
ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "idlib-2020"
DEVELOPMENT = ROOT / "evaluation" / "development"
_DATELINE = re.compile(r"^([A-Z][A-Z' -]{3,})(?:,[^.\n]{0,40})? ?[—–-]", re.MULTILINE)
_PEOPLES = re.compile(r"\b[A-Z][a-zé]+(?: [A-Z][a-z]+)?\b|\b[A-Z][a-zé]+\b")
_ROADS = re.compile(r"\b[A-Z]-?\d{1,3}\b")
_CAPITALS = re.compile(r"(?:[A-Z][\w'’]*|al-[A-Z]\w*)(?:[ -](?:[A-Z]\w*|al-[A-Z]\w*|of [A-Z]\w*))*")


@dataclass(frozen=True)
class Mention:
    """One gold place: the words to resolve, the point, how far off is still right, the name alone, names before it."""

    phrase: str
    name: str
    lat: float
    lon: float
    within_km: float
    demonyms: bool = False
    district: str = ""
    before: tuple[str, ...] = ()


@dataclass
class Score:
    """Counts of one set of mentions."""

    n: int = 0
    right: int = 0
    baseline: int = 0
    nearest: int = 0
    ceiling: int = 0
    blank: int = 0

    def add(self, other: Score) -> None:
        """Take in the counts of another set."""
        self.n += other.n
        self.right += other.right
        self.baseline += other.baseline
        self.nearest += other.nearest
        self.ceiling += other.ceiling
        self.blank += other.blank

    def row(self, label: str) -> str:
        """One line of the table."""
        share = (lambda k: f"{k / self.n:.3f}") if self.n else (lambda _: "-")
        return (
            f"| {label} | {self.n} | {share(self.right)} | {share(self.baseline)} "
            f"| {share(self.right - self.baseline)} | {share(self.nearest)} | {share(self.ceiling)} "
            f"| {share(self.blank)} |"
        )


def score_mention(
    score: Score, mention: Mention, locator: Locator, context: PlaceContext, seen: dict[str, Any]
) -> bool:
    """Add one mention to a score; returns whether it was right."""
    key = (mention.phrase, id(context))
    where = seen.get(str(key)) or locator.resolve(
        mention.phrase, context, demonyms=mention.demonyms, before=mention.before
    )
    seen[str(key)] = where
    score.n += 1
    right = (
        where.lat is not None
        and where.lon is not None
        and geodesic_km(where.lat, where.lon, mention.lat, mention.lon) <= mention.within_km
    )
    score.right += right
    score.blank += where.lat is None
    found = locator.gazetteer.candidates(mention.name, prior=locator.gazetteer.priors, limit=80, fuzzy=True)
    named = [m for m in found if m.how in ("exact", "folded")]
    if named:
        first = max(named, key=lambda m: (m.entry.population, m.entry.id))
        score.baseline += geodesic_km(first.entry.lat, first.entry.lon, mention.lat, mention.lon) <= mention.within_km
    if found:
        likest = max(found, key=lambda m: (m.score, m.entry.id))
        score.nearest += geodesic_km(likest.entry.lat, likest.entry.lon, mention.lat, mention.lon) <= mention.within_km
    score.ceiling += right or any(
        geodesic_km(m.entry.lat, m.entry.lon, mention.lat, mention.lon) <= mention.within_km for m in found
    )
    return right


# -------------------------------------------------------------------- example


def names_in(text: str, locator: Locator) -> list[str]:
    """Capitalised runs that are places or demonyms; a stand-in for the extractor's own."""
    if sum(c.isupper() for c in text) > 3 * sum(c.islower() for c in text):
        text = text.title()
    found = [m[1].title() for m in _DATELINE.finditer(text)]
    found += [m[0] for m in _CAPITALS.finditer(text) if not (m[0].isupper() and len(m[0]) > 3)]
    found += _ROADS.findall(text)
    return [name for name in found if find_demonym(name) or locator.known(name) >= 0.6]


def gold_sets() -> Iterator[tuple[str, Path, Path | None]]:
    """Name, folder and agreement of the shipped example and of every development set."""
    yield "example", EXAMPLE, EXAMPLE / "agreement.toml"
    for folder in sorted(p.parent for p in DEVELOPMENT.glob("*/claims.gold.jsonl")):
        pointer = folder / "agreement.path"
        path = ROOT / pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None
        yield folder.name, folder, path if path and path.is_file() else None


def gold_rows(gazetteer: Gazetteer, show: bool) -> Iterator[str]:
    """Gold places that have a point, each phrase of a report once, with the report's names as context."""
    total, total_named = Score(), Score()
    for label, folder, agreement in gold_sets():
        score, named = gold_score(gazetteer, folder, agreement, show)
        yield score.row(label)
        if label == "example":
            yield named.row("example, phrases that hold a name")
        else:
            total.add(score)
            total_named.add(named)
    yield total.row("all development sets")
    yield total_named.row("all development sets, phrases that hold a name")


def gold_score(gazetteer: Gazetteer, folder: Path, agreement: Path | None, show: bool) -> tuple[Score, Score]:
    """One set of reports with gold claims: all phrases, and those that hold a name ("there" and "the town" do not)."""
    locator = Locator(gazetteer, load_agreement(agreement) if agreement else None)
    reports = {r["id"]: r for r in _json_lines(folder / "reports.jsonl")}
    score, named = Score(), Score()
    contexts: dict[str, PlaceContext] = {}
    done: set[tuple[str, str]] = set()
    for claim in _json_lines(folder / "claims.gold.jsonl"):
        where, report = claim["where"], reports[claim["report"]]
        if not where or where["lat"] is None or (report["id"], where["text"]) in done:
            continue
        done.add((report["id"], where["text"]))
        text = f"{report.get('title') or ''}. {report['text']}"
        if report["id"] not in contexts:
            contexts[report["id"]] = locator.context(names_in(text, locator))
        within = max(CONFLICT_KM, where["radius_km"])
        told = tuple(names_in(text[: max(0, text.find(where["text"], len(report.get("title") or "")))], locator))
        mention = Mention(where["text"], where["name"], where["lat"], where["lon"], within, before=told)
        context = contexts[report["id"]]
        if any(c.isupper() for c in mention.phrase):
            score_mention(named, mention, locator, context, {})
        if not score_mention(score, mention, locator, context, {}) and show:
            got = locator.resolve(where["text"], context, before=told)
            words = repr(where["text"]), where["name"], where["lat"], where["lon"]
            print("miss", folder.name, report["id"], *words, "->", got.name, got.lat, got.lon, file=sys.stderr)
    return score, named


def _json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


# ----------------------------------------------------------------------- news


@dataclass(frozen=True)
class Toponym:
    """A gold toponym of a news article."""

    start: int
    end: int
    name: str
    lat: float
    lon: float


def _number(node: Any, *tags: str) -> float | None:
    for tag in tags:
        text = node.findtext(f".//{tag}")
        if text:
            return float(text)
    return None


def articles(path: Path) -> Iterator[tuple[str, list[Toponym]]]:
    """Text and toponyms of GeoWebNews, LGL or GeoVirus."""
    tree = etree.fromstring(path.read_bytes(), etree.XMLParser(recover=True, huge_tree=True))
    shift = 1 if path.stem == "GeoVirus" else 0
    for article in tree.iter("article"):
        text = html.unescape(article.findtext("text") or "")
        found = []
        for node in article.iter("toponym", "location"):
            if (node.findtext("nonLocational") or "No") == "Yes":
                continue
            lat, lon = _number(node, "latitude", "lat"), _number(node, "longitude", "lon")
            name = node.findtext("extractedName") or node.findtext("phrase") or node.findtext("name")
            start, end = node.findtext("start"), node.findtext("end")
            if path.stem == "GWN" and not node.findtext("geonamesID"):
                continue
            if lat is None or lon is None or not name or start is None or end is None:
                continue
            found.append(Toponym(int(start) - shift, int(end) - shift, name, lat, lon))
        yield text, sorted(found, key=lambda t: t.start)


def joined(text: str, topo: Sequence[Toponym], i: int) -> str:
    """The toponym with those that follow after only a comma ("A, B"), as an extractor would take it.

    A name in a row of more than three is asked for alone: that is a list, and no place with what it lies in.
    """

    def next_to(a: int) -> bool:
        return re.fullmatch(r",\s*", text[topo[a].end : topo[a + 1].start] or "x") is not None

    if find_demonym(topo[i].name) or find_adjective(topo[i].name):
        return topo[i].name
    first = last = i
    while last + 1 < len(topo) and next_to(last):
        last += 1
    while first > 0 and next_to(first - 1):
        first -= 1
    return topo[i].name if last - first > 2 else ", ".join(t.name for t in topo[i : last + 1])


def found_in(text: str, locator: Locator) -> Iterator[Toponym]:
    """The names of places and the demonyms of a text with their spans; their points are left at 0."""
    for sentence in re.finditer(r"[^\n.!?]+(?:[.!?](?!\s+[A-Z\"“'‘])[^\n.!?]*)*[.!?]?", text):
        words, begin = sentence[0], sentence.start()
        taken: list[tuple[int, int]] = []
        for mention in find_places(words, known=locator.known):
            at = mention.start
            for name in mention.names:
                at = words.find(name, at)
                if at < 0:
                    break
                taken.append((at, at + len(name)))
                at += len(name)
        for match in _PEOPLES.finditer(words):
            inside = any(a < match.end() and match.start() < b for a, b in taken)
            if not inside and (find_demonym(match[0]) or find_adjective(match[0])):
                taken.append(match.span())
        for a, b in sorted(taken):
            yield Toponym(begin + a, begin + b, words[a:b], 0.0, 0.0)


def end_to_end(path: Path, locator: Locator, limit: int | None) -> str:
    """One line: precision, recall and F1 of the toponyms found, and the share of those that are put right."""
    gold_count = found_count = same = right = 0
    for number, (text, topo) in enumerate(articles(path)):
        if limit and number >= limit:
            break
        found = list(found_in(text, locator))
        context = locator.context([t.name for t in found])
        gold = {(t.start, t.end): t for t in topo}
        gold_count, found_count = gold_count + len(gold), found_count + len(found)
        for i, t in enumerate(found):
            if (answer := gold.get((t.start, t.end))) is None:
                continue
            same += 1
            where = locator.resolve(joined(text, found, i), context, demonyms=True)
            if where.lat is not None and where.lon is not None:
                right += geodesic_km(where.lat, where.lon, answer.lat, answer.lon) <= NEWS_KM
    precision, recall = same / max(1, found_count), same / max(1, gold_count)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{gold_count} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {right / max(1, same):.3f}"


def news(path: Path, locator: Locator, limit: int | None, misses: Counter[str] | None = None) -> Score:
    """Gold toponyms of one news set, each with all toponyms of its article as context."""
    score = Score()
    for number, (text, topo) in enumerate(articles(path)):
        if limit and number >= limit:
            break
        context = locator.context([t.name for t in topo])
        seen: dict[str, Any] = {}
        for i, t in enumerate(topo):
            mention = Mention(joined(text, topo, i), t.name, t.lat, t.lon, NEWS_KM, demonyms=True)
            if not score_mention(score, mention, locator, context, seen) and misses is not None:
                got = seen[str((mention.phrase, id(context)))]
                misses[f"{mention.phrase} ({t.lat:.1f},{t.lon:.1f}) -> {got.name} {got.country} {got.lat}"] += 1
    return score


# ----------------------------------------------------------------------- UCDP


def ucdp_mentions(path: Path, limit: int | None) -> list[Mention]:
    """Distinct places of a GED file with their district and province, as a report would name them."""
    rows: dict[str, Mention] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["where_prec"] not in ("1.0", "2.0", "1", "2"):
                continue
            parts = [row["where_coordinates"], row["adm_2"], row["adm_1"]]
            phrase = ", ".join(" ".join(p.split()) for p in parts if p and p != "NA")
            name = re.sub(r" (?:town|village|city|suburb|district)$", "", parts[0])
            point = float(row["latitude"]), float(row["longitude"])
            rows.setdefault(phrase, Mention(phrase, name, *point, CONFLICT_KM, district=" ".join(row["adm_2"].split())))
    mentions = sorted(rows.values(), key=lambda m: m.phrase)
    return mentions[:: max(1, len(mentions) // limit)] if limit else mentions


def ucdp(path: Path, gazetteer: Gazetteer, country: str, limit: int | None) -> Iterator[str]:
    """The places as shipped (seen), and each half by name with its own rows taken out (unseen)."""
    mentions = ucdp_mentions(path, limit)
    yield _all(mentions, Locator(gazetteer), country).row("UCDP places, in the gazetteer, 25 km")
    halves = [[m for m in mentions if zlib.crc32(m.name.encode()) % 2 == half] for half in (0, 1)]
    unseen = Score()
    for half in halves:
        rest = [m for m in mentions if m not in half]
        locator = Locator(Gazetteer(gazetteer_without(half, rest)))
        part = _all(half, locator, country)
        unseen.add(part)
    yield unseen.row("UCDP places, that half left out, 25 km")


def gazetteer_without(mentions: Sequence[Mention], rest: Sequence[Mention]) -> Any:
    """The shipped table without the UCDP rows at those points (spellings lent to GeoNames rows stay).

    Districts that the table takes from UCDP are centred anew on the other places alone.
    """
    with as_file(files("trucewatch.locate").joinpath("data", "gazetteer.parquet")) as path:
        table = _read_table(path)
    points = {(round(m.lat * 1e5), round(m.lon * 1e5)) for m in mentions}
    inside: dict[str, list[tuple[float, float]]] = {}
    for m in rest:
        inside.setdefault(m.district.casefold(), []).append((m.lat, m.lon))
    keep: list[bool] = []
    where: list[tuple[int, int]] = []
    columns = (table[c].to_pylist() for c in ("id", "lat", "lon", "kind", "alternates"))
    for id_, lat, lon, kind, others in zip(*columns, strict=True):
        district = next((o.casefold() for o in others if o.casefold() in inside), None) if kind == "admin2" else None
        keep.append(not (id_.startswith("ucdp:") and (lat, lon) in points))
        if district is not None:
            lat, lon = (round(1e5 * statistics.fmean(axis)) for axis in zip(*inside[district], strict=True))
        where.append((lat, lon))
    for name, values in zip(("lat", "lon"), zip(*where, strict=True), strict=True):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), pa.array(values, pa.int32()))
    return table.filter(pa.array(keep))


def _all(mentions: Iterable[Mention], locator: Locator, country: str) -> Score:
    score = Score()
    context = locator.context([country])
    for mention in mentions:
        score_mention(score, mention, locator, context, {})
    return score


# ---------------------------------------------------------------------- speed


def speed() -> Iterator[str]:
    """Load, memory and look-up times in this process."""
    start = time.perf_counter()
    gazetteer = Gazetteer.load()
    yield f"| load of {len(gazetteer):,} places | {time.perf_counter() - start:.2f} s |"
    yield f"| memory of the process after load | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB |"
    generator = np.random.default_rng(20200305)
    rows = generator.choice(len(gazetteer), size=600, replace=False).tolist()
    names = [gazetteer.entry(row).name for row in rows]
    wrong = [_misspelt(name, generator) for name in names]
    for label, asked in (("look-up of a name", names), ("look-up of a misspelt name", wrong)):
        times = [_timed(lambda n=name: gazetteer.search(n)) for name in asked]
        yield (
            f"| {label}, median and 95th percentile of 600 | {statistics.median(times):.2f} ms, "
            f"{sorted(times)[int(0.95 * len(times))]:.2f} ms |"
        )


def _misspelt(name: str, generator: np.random.Generator) -> str:
    """The name with one letter left out, doubled or changed."""
    at = int(generator.integers(1, max(2, len(name) - 1)))
    kind = int(generator.integers(3))
    letter = "bdfgklmnprst"[int(generator.integers(12))]
    return name[:at] + ("" if kind == 0 else name[at : at + 1] * 2 if kind == 1 else letter) + name[at + 1 :]


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def main(argv: Sequence[str] | None = None) -> None:
    """Print the tables of docs/gazetteer.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with geoparsing/*.xml and ucdp/ged_*.csv")
    parser.add_argument("--limit", type=int, help="at most so many articles or places of each set")
    parser.add_argument("--ucdp-country", default="Syria", help="the country that the UCDP file is about")
    parser.add_argument("--misses", action="store_true", help="print what went wrong, most frequent first")
    args = parser.parse_args(argv)
    print("| measure | figure |\n|---|---|")
    for line in speed():
        print(line)
    with tempfile.TemporaryDirectory() as empty:
        gazetteer = Gazetteer.load(home=Path(empty))
    print(
        "\n| gold places | n | right | most populous of the name | margin | likest name | ceiling | left blank |"
        "\n|---|---|---|---|---|---|---|---|"
    )
    for line in gold_rows(gazetteer, args.misses):
        print(line)
    if args.data:
        for line in (*_of_conflicts(args, gazetteer), *_outside(args, gazetteer)):
            print(line, flush=True)


def _outside(args: argparse.Namespace, gazetteer: Gazetteer) -> Iterator[str]:
    sets: Mapping[str, str] = {"GWN": "GeoWebNews", "lgl": "LGL", "GeoVirus": "GeoVirus"}
    locator = Locator(gazetteer)
    for stem, label in sets.items():
        path = args.data / "geoparsing" / f"{stem}.xml"
        if path.is_file():
            misses: Counter[str] = Counter()
            yield news(path, locator, args.limit, misses).row(f"{label}, 161 km")
            if args.misses:
                for text, count in misses.most_common(60):
                    print("miss", count, text, file=sys.stderr)
    yield "\n| end to end | gold | precision | recall | F1 | right of those found |\n|---|---|---|---|---|---|"
    for stem, label in sets.items():
        path = args.data / "geoparsing" / f"{stem}.xml"
        if path.is_file():
            yield f"| {label}, 161 km | {end_to_end(path, locator, args.limit)} |"


def _of_conflicts(args: argparse.Namespace, gazetteer: Gazetteer) -> Iterator[str]:
    for path in sorted((args.data / "ucdp").glob("ged_*.csv")):
        yield from ucdp(path, gazetteer, args.ucdp_country, args.limit)


if __name__ == "__main__":
    main()
