"""Train the extractor on the corpus, from the auxiliary stage's weights.

    python -m training.extractor.train --epochs 12

A checkpoint is written every ten minutes and at each epoch's end; the same command goes on from it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import numpy as np
import torch
from torch import Tensor, nn

from training.corpus.build import compile_all
from training.corpus.manifest import CONFLICTS
from training.extractor.auxiliary import Query, event_location
from training.extractor.corpus import Sample, load_samples, real_samples, with_proposals
from training.extractor.examples import IGNORED, Example, examples_of
from training.extractor.net import Extractor, load_encoder
from training.extractor.pretrain import batches as query_batches
from training.extractor.pretrain import place_f1, query_loss
from training.extractor.variants import Renamer
from trucewatch.extract.roles import ATTRIBUTES, FLAGS, ROLES, Role
from trucewatch.extract.windows import load_tokenizer

SEED = 7
BATCH_TOKENS = 1300
CHECKPOINT_SECONDS = 600
ACT = ROLES.index(Role.ACT)
FROZEN = ("encoder.embeddings.", "encoder.encoder.layer.0.", "encoder.encoder.layer.1.")
"""What the auxiliary stage has taught is kept here; a third of the time is saved."""
QUERY_SHARE = 6
"""One step in so many is on the place of an act (event_location), so that it is not unlearned."""
PAIR_WEIGHT = 4.0
MASKED = 0.05
"""Share of tokens that the network does not get to see, so that it does not learn reports by heart."""
TAG_WEIGHT = 2.0
"""How much more a token of a mention weighs than one outside."""


@dataclass(slots=True)
class Batch:
    """Padded windows and their examples."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    examples: list[Example]


def make_batch(examples: list[Example], noise: random.Random | None = None) -> Batch:
    """Pad a list of examples; with `noise` some words are masked and some numbers are others."""
    longest = max(len(e.window.ids) for e in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for i, e in enumerate(examples):
        n = len(e.window.ids)
        ids[i, :n] = torch.tensor(e.window.ids if noise is None else _noisy(e.window.ids, noise))
        types[i, :n] = torch.tensor(e.window.types)
        mask[i, :n] = 1
    return Batch(ids, types, mask, examples)


@cache
def _numbers() -> dict[int, list[int]]:
    """Tokens that are numbers, to all numbers as long."""
    vocabulary = load_tokenizer().get_vocab()
    by_length: dict[int, list[int]] = {}
    for token, number in sorted(vocabulary.items()):
        if token.isascii() and token.isdigit():
            by_length.setdefault(len(token), []).append(number)
    return {n: alike for alike in by_length.values() for n in alike}


def _noisy(ids: Sequence[int], rng: random.Random) -> list[int]:
    """The same tokens, a few masked, and a third of the numbers exchanged for others as long."""
    mask, numbers = int(load_tokenizer().token_to_id("[MASK]") or 0), _numbers()
    out = [mask if rng.random() < MASKED and i > 999 else i for i in ids]  # ids below 999 are special or unused
    return [rng.choice(numbers[i]) if i in numbers and rng.random() < 1 / 3 else i for i in out]


def batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Examples of like length together, order of batches by chance."""
    out: list[list[Example]] = [[]]
    for e in sorted(examples, key=lambda e: (len(e.window.ids) // 32, rng.random())):
        if out[-1] and len(e.window.ids) * (len(out[-1]) + 1) > BATCH_TOKENS:
            out.append([])
        out[-1].append(e)
    rng.shuffle(out)
    return out


def _means(values: Tensor, spans: Tensor) -> Tensor:
    """Mean over the tokens of each span: spans, width."""
    sums = torch.cat([values.new_zeros(1, values.shape[1]), values.cumsum(0)])
    return (sums[spans[:, 1]] - sums[spans[:, 0]]) / (spans[:, 1] - spans[:, 0]).unsqueeze(1)


def _with_spurious(example: Example, tags: Tensor) -> tuple[Tensor, Tensor]:
    """Gold mentions, those the network makes up now, those finders propose; and which pairs share a claim."""
    rows = [tuple(int(x) for x in r) for r in example.mentions]
    inside = tags.argmax(-1) != 0
    first = example.window.first
    extra: list[tuple[int, int, int]] = []
    for r in range(len(ROLES)):
        spots = torch.nonzero(inside[:, r]).flatten().tolist()
        runs: list[list[int]] = []
        for s in spots:
            if runs and s == runs[-1][1]:
                runs[-1][1] = s + 1
            else:
                runs.append([s, s + 1])
        for a, b in runs:
            a, b = a + first, b + first
            if not any(role == r and x < b and a < y for role, x, y in rows):
                extra.append((r, a, b))
    extra = extra[:12]
    known = [*rows, *extra]
    for row in example.proposed.tolist():
        if not any(r == row[0] and a < row[2] and row[1] < b for r, a, b in known):
            extra.append((row[0], row[1], row[2]))
    size = len(rows)
    shared = torch.zeros(size + len(extra), size + len(extra))
    shared[:size, :size] = torch.from_numpy(example.shared.astype(np.float32))
    return torch.tensor([*rows, *extra], dtype=torch.long).reshape(-1, 3), shared


def loss_of(net: Extractor, batch: Batch) -> Tensor:
    """The sum of the losses of tags, pairs, attributes, categories and kinds of claimants, a mean over examples."""
    hidden = net.encode(batch.ids, batch.types, batch.mask)
    out = net.tokens(hidden)
    weight = torch.tensor([1.0, TAG_WEIGHT, TAG_WEIGHT])
    total = hidden.new_zeros(())
    for i, e in enumerate(batch.examples):
        w = e.window
        tags = out["tags"][i, w.first : w.first + len(w.starts)].reshape(len(w.starts), len(ROLES), 3)
        gold = torch.from_numpy(e.tags)
        total = total + len(ROLES) * nn.functional.cross_entropy(tags.flatten(0, 1), gold.flatten(), weight=weight)
        mentions, shared = _with_spurious(e, tags.detach())
        if len(mentions) > 1:
            spans = mentions[:, 1:]
            means = {name: _means(out[name][i], spans) for name in ("left", "right", "match", "match_with")}
            sentence = torch.tensor(w.sentences)[spans[:, 0] - w.first]
            logits = net.pair_logits(means, mentions[:, 0], spans[:, 0], sentence)
            off = ~torch.eye(len(mentions), dtype=torch.bool)
            total = total + PAIR_WEIGHT * nn.functional.binary_cross_entropy_with_logits(logits[off], shared[off])
        total = total + 0.5 * _label_loss(net, out, i, e)
    return total / len(batch.examples)


def _label_loss(net: Extractor, out: dict[str, Tensor], i: int, e: Example) -> Tensor:
    """Attributes of claims, categories of people, kinds of claimants."""
    total = out["tags"].new_zeros(())
    if e.author != IGNORED:
        total = total + nn.functional.cross_entropy(out["claimant_kind"][i, :1], torch.tensor([e.author]))
    if not len(e.mentions):
        return total
    mentions = torch.from_numpy(e.mentions)
    spans, roles = mentions[:, 1:], mentions[:, 0]
    for name, labels in (("category", e.category), ("claimant_kind", e.claimant_kind)):
        gold = torch.from_numpy(labels)
        if (gold != IGNORED).any():
            total = total + nn.functional.cross_entropy(_means(out[name][i], spans), gold, ignore_index=IGNORED)
    if not e.members:
        return total
    act, member = _means(out["act"][i], spans), _means(out["member"][i], spans) + net.member_roles[roles]
    rows = []
    for own in e.members:
        acts = [m for m in own if roles[m] == ACT]
        others = [m for m in own if roles[m] != ACT]
        rows.append(act[acts].mean(0) + (member[others].mean(0) if others else 0))
    z = torch.stack(rows)
    logits = net.claim_logits(z, torch.zeros_like(z))
    gold, at = torch.from_numpy(e.attributes), 0
    for k, (_, options) in enumerate(ATTRIBUTES):
        if (gold[:, k] != IGNORED).any():
            total = total + nn.functional.cross_entropy(
                logits[:, at : at + len(options)], gold[:, k], ignore_index=IGNORED
            )
        at += len(options)
    flags = gold[:, len(ATTRIBUTES) :].float()
    return total + nn.functional.binary_cross_entropy_with_logits(logits[:, at : at + len(FLAGS)], flags)


def dev_loss(net: Extractor, examples: Sequence[Example]) -> float:
    """Mean loss over examples, nothing dropped."""
    net.eval()
    with torch.no_grad():
        rows = [loss_of(net, make_batch([e])).item() for e in examples]
    net.train()
    return sum(rows) / max(1, len(rows))


def _optimizer(net: Extractor, rate: float) -> torch.optim.AdamW:
    body = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    quick = [p for n, p in net.named_parameters() if n.startswith(("pair_", "match"))]
    heads = [p for n, p in net.named_parameters() if not n.startswith(("encoder.", "pair_", "match"))]
    groups = ((body, rate), (heads, 6 * rate), (quick, 15 * rate))
    return torch.optim.AdamW([{"params": p, "lr": lr} for p, lr in groups], weight_decay=0.01)


@dataclass(frozen=True, slots=True)
class Material:
    """What an epoch reads: some reports whole, a share of our other reports and a share of real text."""

    whole: Sequence[Sample]
    own: Sequence[Sample]
    real: Sequence[Sample]
    own_share: float
    real_share: float

    def drawn(self, rng: random.Random) -> list[Sample]:
        """The reports of one epoch."""
        return [*self.whole, *_part(self.own, self.own_share, rng), *_part(self.real, self.real_share, rng)]


def _part(samples: Sequence[Sample], share: float, rng: random.Random) -> Sequence[Sample]:
    return samples if share >= 1 else rng.sample(samples, int(len(samples) * share))


def _epoch_examples(material: Material, renamer: Renamer, rng: random.Random) -> list[Example]:
    """The reports of an epoch once, half of them with other names."""
    out: list[Example] = []
    for s in material.drawn(rng):
        as_it_is = s.report, s.claims, s.proposals
        out += examples_of(*(renamer.renamed(s, rng) if rng.random() < 0.5 else as_it_is))
    return out


def _ids_of(corpus: Path, conflicts: Collection[str]) -> set[str]:
    """Ids of the reports of some conflicts."""
    return {r.id for c in compile_all(corpus) if c.gold.id in conflicts for r in c.gold.reports} if conflicts else set()


@click.command()
@click.option("--start", type=click.Path(path_type=Path), default=Path("build/extractor/auxiliary.pt"))
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/extractor/model.pt"))
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("../shared/data"), help="For real text and places."
)
@click.option("--corpus", type=click.Path(path_type=Path), default=CONFLICTS, help="Folder of the marked-up reports.")
@click.option("--epochs", default=12, show_default=True)
@click.option("--threads", default=2, show_default=True)
@click.option("--share", default=1.0, help="Share of the training reports, for a learning curve.")
@click.option("--own-share", default=1.0, help="Share of our own reports in an epoch.")
@click.option("--real-share", default=1.0, help="Share of real documents in an epoch.")
@click.option("--whole", multiple=True, help="Conflict whose reports are all read in every epoch.")
@click.option("--hold", is_flag=True, help="Keep the learning rate at its highest, for a stage that another follows.")
@click.option("--leave-out", multiple=True, help="Batch of real text that is kept for the joining.")
@click.option(
    "--rate",
    default=1.6e-4,
    show_default=True,
    help="Highest learning rate of the encoder; heads take six times as much.",
)
@click.option("--seed", default=SEED, show_default=True)
def main(
    start: Path,
    out: Path,
    data: Path,
    corpus: Path,
    epochs: int,
    threads: int,
    share: float,
    own_share: float,
    real_share: float,
    whole: tuple[str, ...],
    hold: bool,
    leave_out: tuple[str, ...],
    rate: float,
    seed: int,
) -> None:
    """Train, with checkpoints; the same command goes on from the last one."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    own, real = load_samples("train", None, corpus), real_samples("train", data, leave_out)
    if share < 1:
        own, real = (sorted(rng.sample(x, int(len(x) * share)), key=lambda s: s.report.id) for x in (own, real))
    own, real = with_proposals(own), with_proposals(real)
    first_read = _ids_of(corpus, whole)
    material = Material(
        [s for s in own if s.report.id in first_read],
        [s for s in own if s.report.id not in first_read],
        real,
        own_share,
        real_share,
    )
    held_samples = with_proposals(load_samples("dev", data, corpus))
    dev = [e for s in held_samples for e in examples_of(s.report, s.claims, s.proposals)]
    renamer = Renamer([*own, *real])
    queries = query_batches(list(event_location(data, "train")))
    net = Extractor(load_encoder())
    known = torch.load(start, weights_only=True)
    fresh = net.state_dict()
    net.load_state_dict(fresh | {k: v for k, v in known.items() if v.shape == fresh[k].shape})
    for name, p in net.named_parameters():
        if name.startswith(FROZEN):
            p.requires_grad_(False)
    optimizer = _optimizer(net, rate)
    first_epoch = _epoch_examples(material, renamer, random.Random(seed))
    per_epoch = len(batches(first_epoch, random.Random(seed)))
    total = int(per_epoch * epochs * 1.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.06 * total)) * (1.0 if hold else max(0.02, 1 - s / total))
    )
    state = out.with_suffix(".checkpoint.pt")
    first = 0
    if state.exists():
        saved = torch.load(state, weights_only=False)
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        first = saved["epoch"]
        click.echo(f"going on from epoch {first}")
    click.echo(f"{len(own)} reports of our own, {len(real)} real, {per_epoch} steps an epoch, {len(dev)} dev windows")
    out.parent.mkdir(parents=True, exist_ok=True)
    begun = written = time.monotonic()
    for epoch in range(first, epochs):
        rng = random.Random(f"{seed}-{epoch}")
        torch.manual_seed(seed + epoch)
        losses: list[float] = []
        for n, rows in enumerate(batches(_epoch_examples(material, renamer, rng), rng)):
            loss = loss_of(net, make_batch(rows, rng))
            if n % QUERY_SHARE == 0:
                loss = loss + 2 * query_loss(net, rng.choice(queries)[:24])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
            if time.monotonic() - written > CHECKPOINT_SECONDS:
                written = _save(state, net, optimizer, schedule, epoch)
        took = time.monotonic() - begun
        click.echo(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, dev {dev_loss(net, dev):.3f}, {took:.0f} s")
        written = _save(state, net, optimizer, schedule, epoch + 1)
        torch.save(net.state_dict(), out)
    held: list[Query] = list(event_location(data, "test"))
    click.echo(f"place of an act, token F1 on our test part of event_location: {place_f1(net, held):.3f}")


def _save(state: Path, net: Extractor, optimizer: torch.optim.AdamW, schedule: object, epoch: int) -> float:
    """Write a checkpoint and put it in the last one's place; in the midst of an epoch it counts as its beginning."""
    fresh = state.with_suffix(".new")
    torch.save(
        {
            "net": net.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),  # type: ignore[attr-defined]
            "epoch": epoch,
        },
        fresh,
    )
    fresh.replace(state)
    return time.monotonic()


if __name__ == "__main__":
    main()
