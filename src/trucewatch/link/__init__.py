"""Claims to incidents: candidates, pair score, constrained clustering, consolidation, grade.

The rules are written out in docs/linking.md; the weights are a file, `weights.toml` beside this module.
"""

from trucewatch.link.consolidate import consolidate
from trucewatch.link.explain import PairExplanation, PairStep, explain_pair
from trucewatch.link.linker import group_claims, link_claims, linkable
from trucewatch.link.options import LinkOptions
from trucewatch.link.weights import Weights, default_weights, load_weights

__all__ = [
    "LinkOptions",
    "PairExplanation",
    "PairStep",
    "Weights",
    "consolidate",
    "default_weights",
    "explain_pair",
    "group_claims",
    "link_claims",
    "linkable",
    "load_weights",
]
