"""Train the triage: a linear model on words that tells reports of violence from reports of peacetime matters.

Usage: python training/train_triage.py DATA_FOLDER

DATA_FOLDER holds event_location, muc4, gun_violence_archive, ud_ewt, ner, ecbplus and meantime; the reports of
evaluation/development and of build/corpus (python -m training.corpus compile) are read from the project. Writes
src/trucewatch/extract/data/triage.tsv: one word (or pair of
words) and its weight a line, the intercept first. Names are left out: only words in small letters count, so that the
model learns what is told and not where. Needs scikit-learn, at training only.
"""

from __future__ import annotations

import json
import random
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from trucewatch.extract.triage import features
from trucewatch.model import VIOLENT_KINDS

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src/trucewatch/extract/data/triage.tsv"
VIOLENT = re.compile(
    r"(?i)\b(?:kill\w*|wound\w*|injur\w+|bomb\w*|shell(?:ed|ing)|attack\w*|clash\w*|troops|soldiers?|militants?|insurgents?|rebels?|gunm[ae]n|"
    r"shot|shooting|murder\w*|explo\w+|kidnap\w*|airstrikes?|rockets?|war|army|massacre\w*|terror\w*|hostages?|dead|died|police)\b"
)
SIZE = 6
WORDS = 9000
OWN = ("evaluation/development", "build/corpus")
SEED = 7


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
    for i, line in enumerate((data / "gun_violence_archive/docs.jsonl").open(encoding="utf-8")):
        if i % 6 == 0:
            yield json.loads(line)["text"][:1200], 0.3


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


def own() -> Iterator[tuple[str, int, float]]:
    """The development reports and those of the compiled training corpus: 1 where gold has a violent claim."""
    for folder in [f for base in OWN for f in sorted((ROOT / base).glob("*"))]:
        if not (folder / "reports.jsonl").exists():
            continue
        kinds = {k.value for k in VIOLENT_KINDS}
        told = {
            c["report"]
            for c in map(json.loads, (folder / "claims.gold.jsonl").open(encoding="utf-8"))
            if c["kind"] in kinds and c["modality"] != "hypothetical"
        }
        for row in map(json.loads, (folder / "reports.jsonl").open(encoding="utf-8")):
            yield row["text"], int(row["id"] in told), 6.0


def main(path: str) -> None:
    """Train and write the table."""
    data = Path(path)
    rows = [(t, 1, w) for t, w in positives(data)] + [(t, 0, w) for t, w in negatives(data)] + list(own())
    random.Random(SEED).shuffle(rows)
    seen: dict[str, int] = {}
    bags = [features(t) for t, _, _ in rows]
    for bag in bags:
        for f in bag:
            seen[f] = seen.get(f, 0) + 1
    vocabulary = sorted(f for f, n in seen.items() if n >= 4)
    index = {f: i for i, f in enumerate(vocabulary)}
    columns, rowids, values = [], [], []
    for r, bag in enumerate(bags):
        known = [index[f] for f in bag if f in index]
        for c in known:
            rowids.append(r)
            columns.append(c)
            values.append(1.0 / np.sqrt(len(bag)))
    x = csr_matrix((values, (rowids, columns)), shape=(len(rows), len(vocabulary)))
    y = np.array([r[1] for r in rows])
    w = np.array([r[2] for r in rows])
    model = LogisticRegression(C=6.0, max_iter=400, class_weight="balanced")
    model.fit(x, y, sample_weight=w)
    weights = model.coef_[0]
    keep = sorted(np.argsort(-np.abs(weights))[:WORDS], key=lambda i: vocabulary[i])
    with OUT.open("w", encoding="utf-8") as out:
        out.write(f"\t{model.intercept_[0]:.4f}\n")
        for i in keep:
            out.write(f"{vocabulary[i]}\t{weights[i]:.3f}\n")
    sys.stderr.write(f"{len(rows)} texts, {len(vocabulary)} features, {len(keep)} kept\n")


if __name__ == "__main__":
    main(sys.argv[1])
