"""Source span F1 on PolNeAR dev, where the content holds an act, by the tagger and by the rules. Report only.

    python -m evaluation.attribution [--model FILE] [--data ../shared/data] [--limit N]

A gold source is found where a predicted one overlaps it, one to one. PolNeAR marks attributions of any matter; of the
predicted sources those count that stand in a sentence with the source of an attribution of an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from evaluation.bench_extraction import MODEL
from evaluation.measures import PRF, interval, total
from evaluation.triage import bare_report
from trucewatch.extract.acts import find_triggers
from trucewatch.extract.roles import Role
from trucewatch.extract.sentences import split_sentences
from trucewatch.extract.sources import find_attributions
from trucewatch.extract.tagger import Network

Span = tuple[int, int]
_PART = re.compile(r"(Source|Content):(T\d+)")


def gold_attributions(lines: Iterable[str]) -> list[tuple[list[Span], list[Span]]]:
    """Sources and contents of each attribution of a BRAT file."""
    spans: dict[str, list[Span]] = {}
    events: list[tuple[list[Span], list[Span]]] = []
    for line in lines:
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            where = rest.partition("\t")[0].partition(" ")[2]
            bounds = [part.split() for part in where.split(";")]
            spans[key] = [(int(a), int(b)) for a, b in bounds]
        elif key.startswith("E"):
            parts = _PART.findall(rest)
            events.append(
                (
                    [s for name, t in parts if name == "Source" for s in spans.get(t, [])],
                    [s for name, t in parts if name == "Content" for s in spans.get(t, [])],
                )
            )
    return events


def sources_of_acts(text: str, events: Sequence[tuple[list[Span], list[Span]]]) -> list[Span]:
    """The sources of those attributions whose content names an act of violence."""
    return sorted(
        {
            (min(a for a, _ in sources), max(b for _, b in sources))
            for sources, contents in events
            if sources and any(find_triggers(text[a:b], []) for a, b in contents)
        }
    )


def scored(gold: Sequence[Span], found: Iterable[Span], sentences: Sequence[Span]) -> PRF:
    """Sources that overlap, one to one, among those in sentences with a gold source."""
    held = [s for s in sentences if any(s[0] < b and a < s[1] for a, b in gold)]
    left = sorted(f for f in set(found) if any(s[0] <= f[0] < s[1] for s in held))
    hits = 0
    for a, b in gold:
        match = next((f for f in left if f[0] < b and a < f[1]), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return PRF(hits, len(left), len(gold) - hits)


def rule_sources(text: str) -> list[Span]:
    """The sources that the rules cite."""
    return [(s.start + a.start, s.start + a.end) for s in split_sentences(text) for a in find_attributions(s.text)]


def model_sources(network: Network, text: str) -> list[Span]:
    """The claimants and deniers that the tagger marks."""
    tagged = network.tagger().tag(bare_report("r", text))
    return [(m.start, m.end) for m in tagged.mentions if m.role in (Role.CLAIMANT, Role.DENIER)]


@click.command()
@click.option("--model", type=click.Path(exists=True, path_type=Path), default=MODEL)
@click.option("--data", type=click.Path(exists=True, path_type=Path), default=Path("../shared/data"))
@click.option("--limit", default=0, help="Only so many documents, for a trial.")
def main(model: Path, data: Path, limit: int) -> None:
    """Print both."""
    network = Network(model)
    rows: dict[str, list[PRF]] = {"model": [], "rules": []}
    for path in sorted((data / "polnear/dev/attributions").glob("*.ann"))[: limit or None]:
        text_path = data / "polnear/dev/text" / f"{path.stem.rpartition('_')[0]}.txt"
        if not text_path.exists():
            continue
        text = text_path.read_bytes().decode("utf-8")
        gold = sources_of_acts(text, gold_attributions(path.read_text(encoding="utf-8").splitlines()))
        if not gold:
            continue
        sentences = [(s.start, s.end) for s in split_sentences(text)]
        rows["model"].append(scored(gold, model_sources(network, text), sentences))
        rows["rules"].append(scored(gold, rule_sources(text), sentences))
    for name, parts in rows.items():
        whole, span = total(parts, PRF()), interval(parts)
        print(
            f"{name}: source F1 {whole.f1:.3f} ({span.low:.3f} to {span.high:.3f}), precision {whole.precision:.3f}, "
            f"recall {whole.recall:.3f}, {whole.support:.0f} sources in {len(parts)} documents"
        )


if __name__ == "__main__":
    main()
