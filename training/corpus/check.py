"""What the whole corpus must keep to, beyond what each report must; and what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evaluation.authoring.quotes import bounds
from evaluation.authoring.source import read_yaml
from evaluation.corpus import DEVELOPMENT, EXAMPLE, HELD_OUT, load_corpus
from evaluation.scoring import fold
from pyproj import Geod

from training.corpus.build import Compiled
from training.corpus.manifest import SPLITS, Manifest
from training.corpus.variety import Plain, frames_used_often, shared_runs
from trucewatch.locate import Gazetteer
from trucewatch.model import VIOLENT_KINDS, Claim

LEAST_WORDS, MOST_WORDS = 35, 950
"""The issue asks for 40 to 900 words; a little leave for what counts as a word."""
PLACE_KM = 40.0
"""A place further than this from every gazetteer entry of its very name in its country is probably mistaken."""
QUIET_SHARE, HARD_SHARE, SHARE_LEAVE = 0.25, 0.5, 0.08
"""One report in four is quiet and half of the quiet ones are hard, give or take."""
SHARES_FROM = 40
"""Shares are held only from so many reports on."""
LEAST_TEST_CONFLICTS, LEAST_TEST_REPORTS = 8, 150
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Checked:
    """Mistakes, and a table of counts for the author to read."""

    problems: tuple[str, ...]
    counts: tuple[str, ...]


def check_corpus(corpus: Sequence[Compiled], manifest: Manifest, *, complete: bool = False) -> Checked:
    """Check what only the whole shows; `complete` also holds the sizes that the finished corpus must have."""
    problems = [
        *_ids(corpus),
        *_splits(corpus, manifest),
        *_actors(corpus, manifest),
        *_lengths(corpus),
        *_places(corpus),
        *_figures(corpus),
    ]
    plain = [p for c in corpus for p in _plain(c)]
    problems += [*shared_runs(plain), *frames_used_often(plain)]
    if sum(len(c.meta) for c in corpus) >= SHARES_FROM:
        problems += _shares(corpus)
    if complete:
        problems += _sizes(corpus, manifest)
    return Checked(tuple(problems), tuple(_counts(corpus, manifest)))


def _plain(compiled: Compiled) -> Iterator[Plain]:
    names: set[str] = set()
    tables = compiled.names.tables
    for name in (*tables.actors, *(p["name"] for p in tables.places.values())):
        names.update(w.lower() for w in name.split() if w[:1].isupper())
    for report in compiled.marked:
        yield Plain(report.id, report.text, tuple(report.marks.values()), frozenset(names))


def _ids(corpus: Sequence[Compiled]) -> Iterator[str]:
    for what, ids in (
        ("report", [m.report for c in corpus for m in c.meta]),
        ("claim", [x.id for c in corpus for x in c.gold.claims]),
        ("incident", [i for c in corpus for i, _ in c.gold.clusters]),
    ):
        yield from (f"{what} id '{i}' stands twice" for i, n in Counter(ids).items() if n > 1)
    texts = Counter(fold(r.text) for c in corpus for r in c.gold.reports)
    yield from (f"one text stands {n} times: '{t[:60]}'" for t, n in texts.items() if n > 1)


def _splits(corpus: Sequence[Compiled], manifest: Manifest) -> Iterator[str]:
    taken = {p.name for root in (DEVELOPMENT, HELD_OUT) for p in root.iterdir() if p.is_dir()} | {EXAMPLE.name}
    for compiled in corpus:
        name = compiled.gold.id
        if name not in manifest.split_of:
            yield f"{name}: in no part of manifest.toml"
        if name in taken:
            yield f"{name}: a conflict of evaluation/ or examples/"


@lru_cache(maxsize=1)
def _evaluation_actors() -> Mapping[str, str]:
    """Folded name of each actor of the sets that are scored, to its set."""
    out: dict[str, str] = {}
    for folder in (EXAMPLE, *sorted(p for root in (DEVELOPMENT, HELD_OUT) for p in root.iterdir() if p.is_dir())):
        tables = folder / "source" / "conflict.yaml"
        names = list((read_yaml(tables).get("actors") or []) if tables.is_file() else [])
        if (folder / "claims.gold.jsonl").is_file():
            claims = load_corpus(folder).claims
            names += [a for c in claims for a in (c.perpetrator.actor, *(t.actor for t in c.targets)) if a]
        out |= {fold(n): folder.name for n in names}
    return out


def _actors(corpus: Sequence[Compiled], manifest: Manifest) -> Iterator[str]:
    """No armed group in two parts, nor in a part and in evaluation; state forces, agencies and missions may be."""
    seen: dict[str, tuple[str, str]] = {}
    for compiled in corpus:
        name = compiled.gold.id
        split = manifest.split_of.get(name, "?")
        for actor, category in compiled.names.actors.values():
            if category != "arm":
                continue
            key = fold(actor)
            if key in _evaluation_actors():
                yield f"{name}: actor '{actor}' is also one of {_evaluation_actors()[key]} in evaluation/ or examples/"
            other = seen.setdefault(key, (split, name))
            if other[0] != split:
                yield f"{name} ({split}): actor '{actor}' is also one of {other[1]} ({other[0]})"


def _lengths(corpus: Sequence[Compiled]) -> Iterator[str]:
    for report in (r for c in corpus for r in c.gold.reports):
        words = len(report.text.split())
        if not LEAST_WORDS <= words <= MOST_WORDS:
            yield f"{report.id}: {words} words"


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _places(corpus: Sequence[Compiled]) -> Iterator[str]:
    """Points far from every place of that name: a slip of the pen, or the wrong namesake."""
    for compiled in corpus:
        for key, place in compiled.names.tables.places.items():
            if place.get("lat") is None or place["precision"] > 2:
                continue
            found = [
                m.entry
                for m in _gazetteer().search(place["name"], limit=10, country=place["country"])
                if m.how in {"exact", "folded"}
            ]
            away = [_GEOD.inv(e.lon, e.lat, place["lon"], place["lat"])[2] / 1000 for e in found]
            if away and min(away) > PLACE_KM:
                yield f"{compiled.gold.id}: places.{key}: {min(away):.0f} km from the {place['name']} of the gazetteer"


def _figures(corpus: Sequence[Compiled]) -> Iterator[str]:
    """Figures in braces that are not what the marked words say, where those hold one number alone."""
    from trucewatch.extract import find_numbers  # here, so that compiling never hangs on the extractor

    for report in (r for c in corpus for r in c.marked if "figure" not in r.header.get("allow", "").split()):
        for mark in (m for m in report.marks.values() if m.role in "dimxn" and m.value):
            said = [m.count for m in find_numbers(mark.words)]
            low, high, _ = bounds((mark.value or "").removesuffix("?"))
            if len(said) == 1 and (said[0].low, said[0].high) != (low, high):
                yield (
                    f"{report.where}: {mark.id}: {{{mark.value}}}, but '{mark.words}' "
                    f"says {said[0].low} to {said[0].high}; correct it, mark all of the words, or allow: figure"
                )


def _shares(corpus: Sequence[Compiled]) -> Iterator[str]:
    meta = [m for c in corpus for m in c.meta]
    quiet = [m for m in meta if m.quiet]
    if abs(len(quiet) / len(meta) - QUIET_SHARE) > SHARE_LEAVE:
        yield f"{len(quiet)} of {len(meta)} reports are quiet; want one in four"
    hard = sum(m.quiet == "quiet-hard" for m in quiet)
    if quiet and abs(hard / len(quiet) - HARD_SHARE) > 2 * SHARE_LEAVE:
        yield f"{hard} of {len(quiet)} quiet reports are hard; want half"


def _sizes(corpus: Sequence[Compiled], manifest: Manifest) -> Iterator[str]:
    tests = [c for c in corpus if manifest.split_of.get(c.gold.id) == "test"]
    if len(tests) < LEAST_TEST_CONFLICTS:
        yield f"test has {len(tests)} conflicts; want {LEAST_TEST_CONFLICTS}"
    reports = sum(len(c.meta) for c in tests)
    if reports < LEAST_TEST_REPORTS:
        yield f"test has {reports} reports; want {LEAST_TEST_REPORTS}"


def _counts(corpus: Sequence[Compiled], manifest: Manifest) -> Iterator[str]:
    for split in SPLITS:
        part = [c for c in corpus if manifest.split_of.get(c.gold.id) == split]
        if part:
            yield f"{split}: {len(part)} conflicts, {_line(part)}"
            yield from (f"  {c.gold.id}: {_line([c])}" for c in part)
    forms = Counter(f for c in corpus for m in c.meta for f in m.forms)
    yield "forms: " + ", ".join(f"{f} {n}" for f, n in forms.most_common())
    claims: list[Claim] = [x for c in corpus for x in c.gold.claims]
    for name, values in (
        ("kinds", (x.kind for x in claims)),
        ("confidence", (x.perpetrator.confidence for x in claims)),
        ("claimants", (y.kind for x in claims for y in x.claimants)),
    ):
        yield f"{name}: " + ", ".join(f"{v} {n}" for v, n in Counter(values).most_common())
    flags = {
        "tolls": sum(x.scope == "toll" for x in claims),
        "background": sum(x.background for x in claims),
        "superseded": sum(x.superseded for x in claims),
        "part": sum(x.coverage == "part" for x in claims),
        "denied": sum(x.modality == "denied" for x in claims),
        "hypothetical": sum(x.modality == "hypothetical" for x in claims),
        "non-hostile": sum(any(v.cause == "non_hostile" for v in x.victims) for x in claims),
    }
    yield "claims that are: " + ", ".join(f"{k} {n}" for k, n in flags.items())


def _line(part: Sequence[Compiled]) -> str:
    meta = [m for c in part for m in c.meta]
    lengths = sorted(len(r.text.split()) for c in part for r in c.gold.reports)
    claims = [x for c in part for x in c.gold.claims]
    return (
        f"{len(meta)} reports ({sum(m.quiet is not None for m in meta)} quiet, "
        f"{sum(m.quiet == 'quiet-hard' for m in meta)} hard), "
        f"{len(claims)} claims ({sum(x.kind in VIOLENT_KINDS for x in claims)} violent), "
        f"{lengths[0]} to {lengths[-1]} words, median {lengths[len(lengths) // 2]}"
    )
