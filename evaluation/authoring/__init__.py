"""Authoring of gold: a folder of hand-written YAML becomes reports, claims and clusters in the contract's shape."""

from evaluation.authoring.build import (
    Folder,
    FolderBuild,
    compile_folder,
    write_folder,
)
from evaluation.authoring.source import (
    AuthoringError,
    Problem,
)

__all__ = [
    "AuthoringError",
    "Folder",
    "FolderBuild",
    "Problem",
    "compile_folder",
    "write_folder",
]
