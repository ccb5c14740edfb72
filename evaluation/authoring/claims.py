"""One claim of the source into one claim of the contract, with evidence for every value that has words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from evaluation.authoring.quotes import Words, bounds, count, when
from evaluation.authoring.source import Tables, Wrong
from trucewatch.model import Claim, Claimant, Count, Effect, Evidence, Perpetrator, Place, Target, Victim, Where

_RecordT = TypeVar("_RecordT", Place, Where, Perpetrator, Target, Victim, Claimant)
EFFECTS = tuple(e.value for e in Effect)
PLACE_KEYS = frozenset(["name", "admin1", "country", "lat", "lon", "radius_km", "precision", "gazetteer", "relation"])
VICTIM_KEYS = frozenset(["names", "cause", "side", "q"])


class ClaimBuilder:
    """Builds the claims of one report; `author` is the claimant whose own publication the report is."""

    def __init__(self, *, words: Words, tables: Tables, author: str | None, extractor: str, report: str) -> None:
        self._words = words
        self._tables = tables
        self._author = author
        self._extractor = extractor
        self._report = report

    def build(self, claim_id: str, data: Mapping[str, Any]) -> Claim:
        """The claim; raises Wrong with the key where the source is mistaken."""
        scope = data.get("scope", "incident")
        evidence: list[Evidence] = []
        kind = _listed(data.get("kind"), "kind", 2)
        evidence += [self._words.find("kind", q) for q in kind[1:]]
        fields: dict[str, Any] = {
            "id": claim_id,
            "report": self._report,
            "extractor": self._extractor,
            "score": None,
            "kind": kind[0],
            "scope": scope,
            "background": data.get("background", False),
            "superseded": data.get("superseded", False),
            "coverage": data.get("coverage", "whole"),
            "modality": data.get("modality", "asserted"),
            "when": None,
            "weapon": data.get("weapon"),
        }
        if "when" in data:
            fields["when"], found = when(data["when"], scope, self._words)
            evidence += found
        fields["where"] = self._where(data["where"], evidence) if "where" in data else None
        fields["perpetrator"] = self._perpetrator(data.get("by", "not_stated"), evidence)
        fields["targets"] = self._targets(data.get("targets") or [], evidence)
        for key in (*EFFECTS, "acts"):
            fields[key] = None
            if key in data:
                fields[key], found = count(key, data[key], self._words)
                evidence += found
        fields["victims"] = self._victims(data, fields, evidence)
        if fields["weapon"] is not None:
            item = self._words.find("weapon", fields["weapon"])
            fields["weapon"] = item.quote
            evidence.append(item)
        for key in ("claimants", "denied_by"):
            fields[key] = self._claimants(key, data.get(key) or [], evidence)
        fields["evidence"] = tuple(evidence)
        try:
            return Claim.model_validate(fields)
        except ValidationError as error:
            raise Wrong("; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())) from error

    def _place(self, key: Any, quote: Any, overrides: Any, field: str) -> tuple[dict[str, Any], Evidence | None]:
        if key is not None and key not in self._tables.places:
            raise Wrong(f"{field}: no place '{key}' in the tables")
        given = {**(self._tables.places[key] if key is not None else {}), **(overrides or {})}
        given.pop("also", None)
        if extra := set(given) - PLACE_KEYS:
            raise Wrong(f"{field}: unknown key {sorted(extra)}")
        item = self._words.find(field, quote) if quote is not None else None
        base: dict[str, Any] = dict.fromkeys(PLACE_KEYS)
        return {**base, "relation": "at", **given, "text": item.quote if item else None}, item

    def _where(self, value: Any, evidence: list[Evidence]) -> Where:
        parts = _listed(value, "where", 2)
        overrides = parts[2] if len(parts) > 2 else {}
        fields, item = self._place(parts[0], parts[1], overrides, "where")
        if item:
            evidence.append(item)
        also = []
        for place in overrides.get("also", []):
            more = _listed(place, "where.also", 2)
            data, _ = self._place(more[0], more[1], more[2] if len(more) > 2 else {}, "where.also")
            also.append(_valid(Place, data, "where.also"))
        return _valid(Where, {**fields, "also": also}, "where")

    def _side(self, actor: str | None, given: Mapping[str, Any], field: str) -> str | None:
        if actor is not None and actor not in self._tables.actors:
            raise Wrong(f"{field}: actor '{actor}' is not in conflict.yaml or the agreement")
        side = given.get("side", self._tables.actors[actor] if actor is not None else None)
        return None if side is None else str(side)

    def _perpetrator(self, value: Any, evidence: list[Evidence]) -> Perpetrator:
        """`not_stated`; `[withheld, quote]`; `[confidence, actor or "label: words", quote, {side: ...}]`."""
        parts = value if isinstance(value, list) else [value]
        who: dict[str, Any] = {"text": None, "label": None, "actor": None, "side": None, "confidence": parts[0]}
        quote = None
        if parts[0] == "withheld":
            quote = parts[1] if len(parts) > 1 else None
        elif parts[0] != "not_stated":
            if len(parts) < 3:
                raise Wrong("by: want [confidence, actor, quote]")
            name, quote = str(parts[1]), parts[2]
            given = parts[3] if len(parts) > 3 else {}
            if not isinstance(given, Mapping):
                raise Wrong(f"by: want a mapping after the quote, got {given!r}")
            if name.startswith("label:"):
                who["label"] = name.removeprefix("label:").strip()
                who["side"] = given.get("side")
            else:
                who["actor"] = name
                who["side"] = self._side(name, given, "by")
        if quote is not None:
            item = self._words.find("perpetrator", quote)
            who["text"] = item.quote
            evidence.append(item)
        return _valid(Perpetrator, who, "by")

    def _targets(self, value: Any, evidence: list[Evidence]) -> tuple[Target, ...]:
        out = []
        for i, target in enumerate(value):
            parts = _listed(target, f"targets[{i}]", 3)
            item = self._words.find(f"targets[{i}]", parts[2]) if parts[2] is not None else None
            if item:
                evidence.append(item)
            side = self._side(parts[1], parts[3] if len(parts) > 3 else {}, f"targets[{i}]")
            data = {"text": item.quote if item else None, "actor": parts[1], "side": side, "category": parts[0]}
            out.append(_valid(Target, data, f"targets[{i}]"))
        return tuple(out)

    def _victims(
        self, data: Mapping[str, Any], fields: Mapping[str, Any], evidence: list[Evidence]
    ) -> tuple[Victim, ...]:
        cause = data.get("cause", "hostile")
        if "victims" not in data:
            return _one_target(fields, cause)
        out = []
        for i, row in enumerate(data["victims"]):
            parts = _listed(row, f"victims[{i}]", 4)
            given = parts[4] if len(parts) > 4 else {}
            if extra := set(given) - VICTIM_KEYS:
                raise Wrong(f"victims[{i}]: unknown key {sorted(extra)}")
            low, high, _ = bounds(parts[1])
            names = given.get("names") or []
            quotes = given.get("q") or []
            evidence += [
                self._words.find(f"victims[{i}]", q) for q in (quotes if isinstance(quotes, list) else [quotes])
            ]
            named = [self._words.find(f"victims[{i}]", name) for name in names]
            evidence += named
            victim = {
                "effect": parts[0],
                "category": parts[2],
                "actor": parts[3],
                "side": self._side(parts[3], given, f"victims[{i}]"),
                "low": low,
                "high": high,
                "cause": given.get("cause", cause),
                "names": [item.quote for item in named],
            }
            out.append(_valid(Victim, victim, f"victims[{i}]"))
        return tuple(out)

    def _claimants(self, key: str, value: Any, evidence: list[Evidence]) -> tuple[Claimant, ...]:
        """`self` for the report's author; else a list of `[key or {name, kind}, quote, via]`."""
        out = []
        for i, row in enumerate([["self"]] if value == "self" else value):
            parts = row if isinstance(row, list) else [row]
            via = parts[2] if len(parts) > 2 else None
            who = parts[0]
            if who == "self":
                if self._author is None:
                    raise Wrong(f"{key}: self, but the report names no author")
                who, via = self._author, "self"
            if isinstance(who, str):
                if who not in self._tables.claimants:
                    raise Wrong(f"{key}[{i}]: no claimant '{who}' in the tables")
                who = self._tables.claimants[who]
            quote = parts[1] if len(parts) > 1 else None
            item = self._words.find(f"{key}[{i}]", quote) if quote is not None else None
            if item:
                evidence.append(item)
            data = {"text": item.quote if item else None, **who, "via": via}
            out.append(_valid(Claimant, data, f"{key}[{i}]"))
        return tuple(out)


def _one_target(fields: Mapping[str, Any], cause: str) -> tuple[Victim, ...]:
    """The breakdown where every victim is of the one target; with several targets the author writes it out."""
    stated: dict[str, Count] = {
        e: fields[e] for e in EFFECTS if fields[e] is not None and (fields[e].low, fields[e].high) != (0, 0)
    }
    if not stated:
        return ()
    if len(fields["targets"]) != 1:
        raise Wrong("victims: give the breakdown (or []) where there is not exactly one target")
    target: Target = fields["targets"][0]
    return tuple(
        _valid(
            Victim,
            {
                "effect": effect,
                "category": target.category,
                "actor": target.actor,
                "side": target.side,
                "low": figure.low,
                "high": figure.high,
                "cause": cause,
                "names": (),
            },
            "victims",
        )
        for effect, figure in stated.items()
    )


def _listed(value: Any, field: str, least: int) -> list[Any]:
    if not isinstance(value, list) or len(value) < least:
        raise Wrong(f"{field}: want a list of {least} parts or more, got {value!r}")
    return value


def _valid(model: type[_RecordT], data: Any, field: str) -> _RecordT:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Wrong(f"{field}: {problems}") from error
