"""Public data that teaches the encoder the language of violence before it sees the corpus.

Two tasks: which words play which role to a given act (event_location, RAMS, WikiEvents), with the very scores that join
an act to its mentions; and the slots of MUC-4, which words are perpetrators, human and physical targets or instruments
and what types of incident a document holds. Licences stand in ../shared/data/README.md and in the model card.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trucewatch.extract.roles import ROLES, Role
from trucewatch.extract.windows import load_tokenizer, special_tokens

LIMIT = 480
"""Longest text in tokens; what is beyond is cut."""

MUC_LIMIT = 320
"""The same for MUC-4, whose long documents say most of it in their first paragraphs."""

MUC_TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "HIJACKING", "FORCED WORK STOPPAGE")
MUC_SLOTS = {
    "PERP: INDIVIDUAL ID": 0,
    "PERP: ORGANIZATION ID": 1,
    "HUM TGT: NAME": 2,
    "HUM TGT: DESCRIPTION": 2,
    "PHYS TGT: ID": 3,
    "INCIDENT: INSTRUMENT ID": 4,
}
MUC_LABELS = 1 + 2 * (max(MUC_SLOTS.values()) + 1)

_RAMS_ROLES = {
    "attacker": Role.PERPETRATOR,
    "killer": Role.PERPETRATOR,
    "injurer": Role.PERPETRATOR,
    "jailer": Role.PERPETRATOR,
    "detonator": Role.PERPETRATOR,
    "damagerdestroyer": Role.PERPETRATOR,
    "destroyer": Role.PERPETRATOR,
    "victim": Role.TARGET,
    "target": Role.TARGET,
    "detainee": Role.TARGET,
    "instrument": Role.WEAPON,
    "explosivedevice": Role.WEAPON,
    "place": Role.PLACE,
}
_RAMS_TYPES = ("conflict.", "life.")


@dataclass(frozen=True, slots=True)
class Query:
    """One act and the tokens that play each asked role to it."""

    ids: tuple[int, ...]
    act: tuple[int, int]
    asked: dict[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Slots:
    """A MUC-4 document: a label per token (0, or begin and inside of each slot) and its types of incident."""

    ids: tuple[int, ...]
    labels: tuple[int, ...]
    types: tuple[int, ...]


def part_of(text: str) -> str:
    """train, dev or test by a hash of the text: our own split of a set that has none."""
    n = hashlib.sha256(text.encode()).digest()[0]
    return "test" if n < 26 else "dev" if n < 39 else "train"


def _span_tokens(offsets: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    return [i for i, (a, b) in enumerate(offsets) if a < end and b > start]


def event_location(data: Path, part: str) -> Iterator[Query]:
    """Sentences with an act and the place that it happened in; acts without a place are kept, with no tokens."""
    cls, sep = special_tokens()
    for line in (data / "event_location/train.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if part_of(row["text"]) != part:
            continue
        body = load_tokenizer().encode(row["text"], add_special_tokens=False)
        verbs = [s for s in row["spans"] if s["label"] == "VERB"]
        if len(verbs) != 1:
            continue
        act = _span_tokens(body.offsets, verbs[0]["start"], verbs[0]["end"])
        places = {
            i + 1
            for s in row["spans"]
            if s["label"] == "LOCATION"
            for i in _span_tokens(body.offsets, s["start"], s["end"])
        }
        if act and len(body.ids) <= LIMIT:
            yield Query((cls, *body.ids, sep), (act[0] + 1, act[-1] + 2), {ROLES.index(Role.PLACE): frozenset(places)})


def _words(tokens: Sequence[str]) -> tuple[list[int], list[list[int]]]:
    """Token ids of words, and for each word the positions of its tokens, the [CLS] counted."""
    ids: list[int] = []
    where: list[list[int]] = []
    for word in tokens:
        own = load_tokenizer().encode(word, add_special_tokens=False).ids
        where.append(list(range(len(ids) + 1, len(ids) + 1 + len(own))))
        ids += own
    return ids, where


def _query(tokens: Sequence[str], act: tuple[int, int], arguments: Sequence[tuple[int, int, Role]]) -> Query | None:
    cls, sep = special_tokens()
    ids, where = _words(tokens)
    spots = [i for w in where[act[0] : act[1]] for i in w]
    if not spots or len(ids) > LIMIT:
        return None
    asked: dict[int, set[int]] = {
        ROLES.index(r): set() for r in (Role.PERPETRATOR, Role.TARGET, Role.WEAPON, Role.PLACE)
    }
    for start, end, role in arguments:
        asked[ROLES.index(role)].update(i for w in where[start:end] for i in w)
    return Query((cls, *ids, sep), (spots[0], spots[-1] + 1), {r: frozenset(t) for r, t in asked.items()})


def rams(data: Path) -> Iterator[Query]:
    """RAMS dev: acts of conflict and of life, with who did them, to whom, by what and where."""
    for line in (data / "rams/dev.jsonlines").open(encoding="utf-8"):
        row = json.loads(line)
        tokens = [t for s in row["sentences"] for t in s]
        for start, end, kinds in row["evt_triggers"]:
            if not kinds[0][0].startswith(_RAMS_TYPES):
                continue
            arguments = []
            for (a, b), (c, d), label in row["gold_evt_links"]:
                name = re.sub(r"^evt\d+arg\d+", "", label)
                if (a, b) == (start, end) and name in _RAMS_ROLES:
                    arguments.append((c, d + 1, _RAMS_ROLES[name]))
            found = _query(tokens, (start, end + 1), arguments)
            if found:
                yield found


def wikievents(data: Path) -> Iterator[Query]:
    """WikiEvents dev: the same in whole documents, 300 words around each act."""
    for line in (data / "wikievents/dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        spans = {e["id"]: (e["start"], e["end"]) for e in row["entity_mentions"]}
        for event in row["event_mentions"]:
            if not event["event_type"].lower().startswith(_RAMS_TYPES):
                continue
            start, end = event["trigger"]["start"], event["trigger"]["end"]
            low = max(0, start - 150)
            arguments = []
            for argument in event["arguments"]:
                role = _RAMS_ROLES.get(argument["role"].lower())
                a, b = spans.get(argument["entity_id"], (0, 0))
                if role and a >= low and b <= start + 150 and a < b:
                    arguments.append((a - low, b - low, role))
            found = _query(row["tokens"][low : start + 150], (start - low, end - low), arguments)
            if found:
                yield found


_QUOTED = re.compile(r'"([^"]+)"')


def muc4(data: Path) -> Iterator[Slots]:
    """MUC-4 train: every place at which a string fill of a template stands is labelled."""
    cls, sep = special_tokens()
    for line in (data / "muc4/muc4.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["split"] != "train":
            continue
        text = re.sub(r"\s+", " ", row["text"]).strip()
        body = load_tokenizer().encode(text, add_special_tokens=False)
        labels = [0] * len(body.ids)
        types = [0] * len(MUC_TYPES)
        for template in row["templates"]:
            for value in template["INCIDENT: TYPE"]:
                for i, name in enumerate(MUC_TYPES):
                    types[i] |= int(name in value)
            for slot, index in MUC_SLOTS.items():
                for fill in (f for v in template[slot] for f in _QUOTED.findall(v)):
                    _label(text, re.sub(r"\s+", " ", fill), body.offsets, labels, index)
        ids = body.ids[:MUC_LIMIT]
        yield Slots((cls, *ids, sep), (0, *labels[:MUC_LIMIT], 0), tuple(types))


def _label(text: str, fill: str, offsets: Sequence[tuple[int, int]], labels: list[int], index: int) -> None:
    for m in re.finditer(rf"(?<!\w){re.escape(fill)}(?!\w)", text):
        spots = _span_tokens(offsets, *m.span())
        for k, i in enumerate(spots):
            if labels[i] == 0:
                labels[i] = 1 + 2 * index + (k > 0)
