"""The corpus: reports written for training, marked up by hand, compiled into the contract's shape."""

from training.corpus.agree import Agreement, agree
from training.corpus.build import Compiled, Meta, compile_all, compile_conflict, conflict_folders, write_conflict
from training.corpus.check import check_corpus
from training.corpus.manifest import Manifest, load_manifest

__all__ = [
    "Agreement",
    "Compiled",
    "Manifest",
    "Meta",
    "agree",
    "check_corpus",
    "compile_all",
    "compile_conflict",
    "conflict_folders",
    "load_manifest",
    "write_conflict",
]
