"""Claims to incidents: candidates, pair score, constrained clustering, consolidation, grade.

The rules are written out in docs/linking.md; the weights are a file, `weights.toml` beside this module.
"""

from trucewatch.link.consolidate import consolidate
from trucewatch.link.crowds import Crowd, Crowds
from trucewatch.link.decided import Anchors, Decided, Fixed, Group, linkable
from trucewatch.link.explain import PairExplanation, PairStep, explain_pair
from trucewatch.link.groups import group_ids
from trucewatch.link.linker import consolidate_groups, decide_groups, group_claims, link_claims, recall_incidents
from trucewatch.link.memory import Memory
from trucewatch.link.options import LinkOptions
from trucewatch.link.weights import Weights, WeightSet, default_weights, load_weights, news_weights

__all__ = [
    "Anchors",
    "Crowd",
    "Crowds",
    "Decided",
    "Fixed",
    "Group",
    "LinkOptions",
    "Memory",
    "PairExplanation",
    "PairStep",
    "WeightSet",
    "Weights",
    "consolidate",
    "consolidate_groups",
    "decide_groups",
    "default_weights",
    "explain_pair",
    "group_claims",
    "group_ids",
    "link_claims",
    "linkable",
    "load_weights",
    "news_weights",
    "recall_incidents",
]
