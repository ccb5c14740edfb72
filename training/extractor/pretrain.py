"""The auxiliary stage: the encoder and the heads it shares learn from public data; the result is cached.

python -m training.extractor.pretrain ../shared/data --out build/extractor/auxiliary.pt
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import click
import torch
from torch import Tensor, nn

from training.extractor.auxiliary import (
    MUC_LABELS,
    MUC_TYPES,
    Query,
    Slots,
    event_location,
    muc4,
    rams,
    wikievents,
)
from training.extractor.net import Extractor, distance_bucket, load_encoder
from trucewatch.extract.roles import ROLES, Role

BATCH_TOKENS = 3000
SEED = 7
ACT = ROLES.index(Role.ACT)


class Auxiliary(nn.Module):
    """The extractor with the heads that only this stage has."""

    def __init__(self, net: Extractor, width: int = 384) -> None:
        super().__init__()
        self.net = net
        self.slots = nn.Linear(width, MUC_LABELS)
        self.types = nn.Linear(width, len(MUC_TYPES))


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids of a batch with zeros behind, and its mask."""
    longest = max(len(r) for r in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask


def query_logits(net: Extractor, hidden: Tensor, query: Query, role: int) -> Tensor:
    """The score of each token of one text as the asked role of its act."""
    length = len(query.ids)
    a, b = query.act
    position = torch.arange(length, device=hidden.device)
    far = net.pair_distance[distance_bucket(position - a)]

    def half(one: Tensor, other: Tensor, bias: Tensor) -> Tensor:
        return net.pair_out(net.dropout(torch.relu(one + other + bias + far))).squeeze(-1)

    h = hidden[:length]
    act = h[a:b].mean(0, keepdim=True)
    forth = half(net.left(act), net.right(h), net.pair_roles[ACT, role])
    back = half(net.right(act), net.left(h), net.pair_roles[role, ACT])
    width = net.match.out_features**0.5
    match = (net.match(act) @ net.match_with(h).T + net.match_with(act) @ net.match(h).T).squeeze(0) / width
    return (forth + back + match) / 2


def query_loss(net: Extractor, batch: Sequence[Query]) -> Tensor:
    """Cross entropy over the tokens, those that play the role weighing more."""
    ids, mask = padded([q.ids for q in batch])
    hidden = net.encode(ids, torch.ones_like(ids), mask)
    total = hidden.new_zeros(())
    for i, q in enumerate(batch):
        for role, spots in q.asked.items():
            logits = query_logits(net, hidden[i], q, role)
            gold = torch.zeros_like(logits)
            if spots:
                gold[torch.tensor(sorted(spots))] = 1
            total = total + nn.functional.binary_cross_entropy_with_logits(
                logits, gold, pos_weight=torch.tensor(3.0), reduction="mean"
            )
    return total / len(batch)


def slots_loss(model: Auxiliary, batch: Sequence[Slots]) -> Tensor:
    """Token labels and types of incident."""
    ids, mask = padded([s.ids for s in batch])
    labels, _ = padded([s.labels for s in batch])
    labels = labels.masked_fill(mask == 0, -100)
    hidden = model.net.encode(ids, torch.ones_like(ids), mask)
    weight = torch.ones(MUC_LABELS)
    weight[1:] = 3.0
    tokens = nn.functional.cross_entropy(model.slots(hidden).flatten(0, 1), labels.flatten(), weight=weight)
    types = torch.tensor([s.types for s in batch], dtype=torch.float)
    return 2 * tokens + nn.functional.binary_cross_entropy_with_logits(model.types(hidden[:, 0]), types)


def place_f1(net: Extractor, queries: Sequence[Query]) -> float:
    """Token F1 of the place an act happened in, over all tokens of the queries."""
    net.eval()
    hit = given = wanted = 0
    place = ROLES.index(Role.PLACE)
    with torch.no_grad():
        for batch in batches(queries):
            ids, mask = padded([q.ids for q in batch])
            hidden = net.encode(ids, torch.ones_like(ids), mask)
            for i, q in enumerate(batch):
                found = set(torch.nonzero(query_logits(net, hidden[i], q, place) > 0).flatten().tolist())
                gold = q.asked[place]
                hit, given, wanted = hit + len(found & gold), given + len(found), wanted + len(gold)
    net.train()
    return 2 * hit / max(1, given + wanted)


def batches(rows: Sequence[Query] | Sequence[Slots], budget: int = BATCH_TOKENS) -> list[list]:  # type: ignore[type-arg]
    """Rows of like length together, each batch within the budget of tokens."""
    out: list[list] = [[]]  # type: ignore[type-arg]
    for row in sorted(rows, key=lambda r: len(r.ids)):
        if out[-1] and len(row.ids) * (len(out[-1]) + 1) > budget:
            out.append([])
        out[-1].append(row)
    return out


@click.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/extractor/auxiliary.pt"))
@click.option("--epochs", default=2, show_default=True)
@click.option("--threads", default=2, show_default=True)
@click.option("--limit", default=0, help="Only so many rows of each set, for a trial.")
def main(data: Path, out: Path, epochs: int, threads: int, limit: int) -> None:
    """Train on the public sets and write the weights of the extractor."""
    torch.set_num_threads(threads)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    model = Auxiliary(Extractor(load_encoder()))
    model.net.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # type: ignore[union-attr]
    places = list(event_location(data, "train"))
    roles = [*rams(data), *wikievents(data)]
    slots = list(muc4(data))
    dev = list(event_location(data, "dev"))
    if limit:
        places, roles, slots, dev = places[:limit], roles[:limit], slots[:limit], dev[:limit]
    click.echo(f"event_location {len(places)}, RAMS and WikiEvents {len(roles)}, MUC-4 {len(slots)}")
    heads = [p for n, p in model.named_parameters() if "encoder" not in n]
    body = [p for n, p in model.named_parameters() if "encoder" in n and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body, "lr": 1e-4}, {"params": heads, "lr": 1e-3}], weight_decay=0.01)
    steps = [*batches(places), *batches(roles), *batches(slots)]
    total, done, begun = len(steps) * epochs, 0, time.monotonic()
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.05 * total)) * max(0.02, 1 - s / total)
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    for epoch in range(epochs):
        rng.shuffle(steps)
        for batch in steps:
            loss = slots_loss(model, batch) if isinstance(batch[0], Slots) else 4 * query_loss(model.net, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            if done % 25 == 0:
                click.echo(f"{done}/{total} loss {loss.item():.3f} {time.monotonic() - begun:.0f} s")
        click.echo(f"epoch {epoch + 1}: place token F1 on dev {place_f1(model.net, dev):.3f}")
        torch.save(model.net.state_dict(), out)


if __name__ == "__main__":
    main()
