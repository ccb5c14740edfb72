"""How fast the learned extractor is beside the bare network on the same windows, and how much memory it takes.

    python -m evaluation.bench_extraction [--model FILE] [--reports 40] [--profile]

The reports are those of the corpus's dev and test conflicts and of the example, joined until each has 400 words. The
bare network is the same session on the same windows, tokens made beforehand, and nothing else. Both run on one thread,
in turns, in processor time. The floor of the ratio, bare over whole, is 0.7. Memory is the most that the process held.
"""

from __future__ import annotations

import cProfile
import pstats
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from trucewatch.extract.learned import extract_learned
from trucewatch.extract.tagger import Network
from trucewatch.extract.windows import Window, windows_of
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Report, text_sha256

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "src/trucewatch/extract/data/extractor.onnx"
WORDS = 400
FLOOR = 0.7


def joined(reports: Iterable[Report], words: int = WORDS) -> Iterator[Report]:
    """Reports of about so many words, each of whole ones one after the other, cut at a paragraph."""
    parts: list[str] = []
    size = 0
    for report in reports:
        for paragraph in report.text.split("\n\n"):
            parts.append(paragraph)
            size += len(paragraph.split())
            if size >= words:
                text = "\n\n".join(parts)
                yield report.model_copy(update={"text": text, "sha256": text_sha256(text)})
                parts, size = [], 0


def own_reports() -> Iterator[Report]:
    """Reports of conflicts that are not trained on."""
    from training.extractor.corpus import load_samples

    from evaluation.corpus import EXAMPLE, load_corpus

    for split in ("dev", "test"):
        yield from (s.report for s in load_samples(split))
    yield from load_corpus(EXAMPLE).reports


def seconds(call: Callable[[], object]) -> float:
    """Processor time of a call."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def in_turns(pairs: Sequence[tuple[Callable[[], object], Callable[[], object]]]) -> tuple[float, float]:
    """Processor time of all first calls and of all second ones, taken in turns."""
    first = second = 0.0
    for one, other in pairs:
        first += seconds(one)
        second += seconds(other)
    return first, second


def peak_mb() -> float:
    """The most memory this process has held, in MB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def profile(call: Callable[[], object], lines: int = 30) -> None:
    """Print what takes longest."""
    watch = cProfile.Profile()
    watch.runcall(call)
    pstats.Stats(watch).strip_dirs().sort_stats("cumulative").print_stats(lines)


@click.command()
@click.option("--model", type=click.Path(exists=True, path_type=Path), default=MODEL)
@click.option("--reports", "count", default=40, show_default=True)
@click.option("--profile", "profiled", is_flag=True, help="Print what takes longest, too.")
def main(model: Path, count: int, profiled: bool) -> None:
    """Measure, after one round to warm up."""
    reports = list(joined(own_reports()))[:count]
    network, locator = Network(model), Locator(Gazetteer.load())
    tagger = network.tagger()
    windows = [list(windows_of(r)) for r in reports]
    extract_learned(reports[0], locator=locator, tagger=tagger)

    def whole(report: Report) -> Callable[[], object]:
        return lambda: extract_learned(report, locator=locator, tagger=tagger)

    def bare(own: list[Window]) -> Callable[[], object]:
        return lambda: [network.of_window(w) for w in own]

    spent, least = in_turns([(whole(r), bare(w)) for r, w in zip(reports, windows, strict=True)])
    memory = peak_mb()
    tokens = sum(len(w.ids) for own in windows for w in own)
    words = sum(len(r.text.split()) for r in reports)
    print(f"{len(reports)} reports, {words / len(reports):.0f} words and {tokens / len(reports):.0f} tokens each")
    print(f"whole extraction {len(reports) / spent:.2f} reports a second, {tokens / spent:,.0f} tokens a second")
    print(f"bare network     {len(reports) / least:.2f} reports a second, {tokens / least:,.0f} tokens a second")
    print(f"ratio {least / spent:.3f}, floor {FLOOR}; peak memory {memory:.0f} MB")
    if profiled:
        profile(lambda: [whole(r)() for r in reports])


if __name__ == "__main__":
    main()
