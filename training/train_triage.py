"""Train the triage: a linear model on words that tells reports of violence from reports of peacetime matters.

    python -m training.train_triage DATA_FOLDER

DATA_FOLDER holds event_location, muc4, gun_violence_archive, ud_ewt, ner, ecbplus and meantime; the reports of the
corpus's training conflicts, and the real text marked for training, are read from the project. Writes
the second model of src/trucewatch/extract/data/triage.tsv and leaves the first, which is the rules' own, as it stands.
evaluation/development, the dev and test conflicts and the dev parts of public data are not trained on, so that
`python -m evaluation.triage` tells what the table is worth. Prints from which log-odds on (`PASSES`) a report is to be
read, where every training report is judged by a model that has not seen its conflict. Needs scikit-learn.
"""

from __future__ import annotations

import json
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training.extractor.corpus import load_samples
from trucewatch.extract.triage import reading_features
from trucewatch.model import VIOLENT_KINDS, Modality

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src/trucewatch/extract/data/triage.tsv"
VIOLENT = re.compile(
    r"(?i)\b(?:kill\w*|wound\w*|injur\w+|bomb\w*|shell(?:ed|ing)|attack\w*|clash\w*|troops|soldiers?|militants?|insurgents?|rebels?|gunm[ae]n|"
    r"shot|shooting|murder\w*|explo\w+|kidnap\w*|airstrikes?|rockets?|war|army|massacre\w*|terror\w*|hostages?|dead|died|police)\b"
)
SIZE = 6
FOLDS = 6
LEAST_CONFLICTS = 3
"""In how many training conflicts a word has to stand, so that no place's own words are learned."""
LEAST_WEIGHT = 0.02
"""Words that weigh less are left out of the table."""
PUBLIC, PEACEFUL = 0.05, 0.015
"""Weights of public texts with and without violence beside our own, of which there are fewer but nearer to what is
asked: the more peaceful public text, the more own quiet reports passed in cross-validation."""
GUNS = 1.0
"""Weight of a report of the Gun Violence Archive among the public ones: crime, and nothing else of it is there."""
QUIET = 3.0
"""Weight of an own quiet report; there is one to four that tell of violence."""
BREACH = 0.3
"""Weight of an own report whose claims are breaches without violence, as one of no violence."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Text:
    """A text to learn from; `conflict` is empty where it is none of ours."""

    bag: frozenset[str]
    violent: bool
    weight: float
    conflict: str = ""
    quiet: bool = False


def groups(sentences: list[str], size: int = SIZE) -> Iterator[str]:
    """Sentences that stand together, as if they were a short report."""
    for i in range(0, len(sentences), size):
        yield " ".join(sentences[i : i + size])


def positives(data: Path) -> Iterator[tuple[str, float]]:
    """Texts about violence, each with its weight."""
    rows = [json.loads(x)["text"] for x in (data / "event_location/train.jsonl").open(encoding="utf-8")]
    told = [t for t in rows if VIOLENT.search(t)]
    for size in (1, 2, 5):
        for text in groups(told, size):
            yield text, 0.5
    for line in (data / "muc4/muc4.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["split"] == "train" and row["templates"]:
            yield row["text"].lower(), 1.0
    documents = map(json.loads, (data / "gun_violence_archive/docs.jsonl").open(encoding="utf-8"))
    for i, row in enumerate(r for r in documents if r["split"] == "train"):
        if i % 4 == 0:
            yield row["text"][:1200], GUNS


def negatives(data: Path) -> Iterator[tuple[str, float]]:
    """Texts about anything else, each with its weight."""
    for path in sorted((data / "ud_ewt").glob("*.conllu")):
        rows = [x[9:].strip() for x in path.open(encoding="utf-8") if x.startswith("# text = ")]
        for text in groups(rows):
            if len(VIOLENT.findall(text)) < 2:
                yield text, 1.0
    for path in (data / "ner/wikigold/wikigold.conll.txt", data / "ner/wnut17/wnut17train.conll"):
        sentences, words = [], []
        for line in path.open(encoding="utf-8"):
            if line.strip():
                words.append(line.split()[0])
            elif words:
                sentences.append(" ".join(words))
                words = []
        for text in groups(sentences):
            if len(VIOLENT.findall(text)) < 2:
                yield text, 1.0
    for folder in ("ecbplus", "meantime"):
        for path in sorted((data / folder).rglob("*.xml")):
            try:
                root = ET.parse(path).getroot()  # local training data
            except ET.ParseError:
                continue
            text = " ".join(t.text or "" for t in root.iter("token"))
            if text and len(VIOLENT.findall(text)) <= 1 + len(text) // 1500:
                yield text[:2500], 1.0


def own(data: Path) -> Iterator[Text]:
    """The reports of the training conflicts and the real text marked for training."""
    for sample in load_samples("train", data):
        violent = any(c.kind in VIOLENT_KINDS and c.modality is not Modality.HYPOTHETICAL for c in sample.claims)
        weight = 1.0 if violent else BREACH if sample.claims else QUIET
        conflict = re.match(r"[a-z]*", sample.report.id).group()  # type: ignore[union-attr]
        yield Text(frozenset(reading_features(sample.report.text)), violent, weight, conflict, not sample.claims)


def vocabulary_of(texts: Sequence[Text]) -> dict[str, int]:
    """The words that stand in enough conflicts, numbered."""
    seen: dict[str, set[str]] = {}
    for t in texts:
        for f in t.bag if t.conflict else ():
            seen.setdefault(f, set()).add(t.conflict)
    return {f: i for i, f in enumerate(sorted(f for f, c in seen.items() if len(c) >= LEAST_CONFLICTS))}


def matrix(texts: Sequence[Text], index: Mapping[str, int]) -> csr_matrix:
    """A row a text: each known word of it with the same value, less in a longer text."""
    columns, rows, values = [], [], []
    for r, t in enumerate(texts):
        known = [index[f] for f in t.bag if f in index]
        rows += [r] * len(known)
        columns += known
        values += [1.0 / np.sqrt(len(t.bag))] * len(known)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(index)))


def fitted(texts: Sequence[Text], index: Mapping[str, int]) -> LogisticRegression:
    """The model of these texts."""
    model = LogisticRegression(C=6.0, max_iter=400)
    return model.fit(matrix(texts, index), [t.violent for t in texts], sample_weight=[t.weight for t in texts])


def unseen(texts: Sequence[Text]) -> list[tuple[Text, float]]:
    """Each of our own texts with its log-odds by a model that has seen none of its conflict."""
    conflicts = sorted({t.conflict for t in texts if t.conflict})
    out: list[tuple[Text, float]] = []
    for fold in range(FOLDS):
        left = set(conflicts[fold::FOLDS])
        seen = [t for t in texts if t.conflict not in left]
        asked = [t for t in texts if t.conflict in left]
        index = vocabulary_of(seen)
        out += zip(asked, fitted(seen, index).decision_function(matrix(asked, index)), strict=True)
    return out


@click.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=OUT)
def main(data: Path, out: Path) -> None:
    """Train, write the table, and print thresholds."""
    told = [(t, True, PUBLIC * w) for t, w in positives(data)] + [(t, False, PEACEFUL * w) for t, w in negatives(data)]
    texts = [*own(data), *(Text(frozenset(b), v, w) for t, v, w in told if (b := reading_features(t)))]
    random.Random(SEED).shuffle(texts)
    index = vocabulary_of(texts)
    model = fitted(texts, index)
    kept = {r[0]: r[1] for x in OUT.read_text(encoding="utf-8").splitlines() if (r := x.split("\t"))[1]}
    with out.open("w", encoding="utf-8") as file:
        file.write(f"\t{kept.pop('')}\t{model.intercept_[0]:.4f}\n")
        new = {f: f"{w:.3f}" for f, i in index.items() if abs(w := float(model.coef_[0][i])) >= LEAST_WEIGHT}
        file.writelines(f"{f}\t{kept.get(f, '')}\t{new.get(f, '')}\n" for f in sorted(kept.keys() | new.keys()))
    click.echo(f"{len(texts)} texts, of them {sum(bool(t.conflict) for t in texts)} our own; {len(index)} words")
    judged = unseen(texts)
    violent = sorted(z for t, z in judged if t.violent)
    quiet = [z for t, z in judged if t.quiet]
    for sure in (0.985, 0.99, 0.9925, 0.995):
        least = violent[int((1 - sure) * len(violent))]
        skipped = sum(z < least for z in quiet) / len(quiet)
        click.echo(f"recall {sure} of {len(violent)} from {least:.2f} on; of {len(quiet)} quiet {skipped:.3f} skipped")


if __name__ == "__main__":
    main()
