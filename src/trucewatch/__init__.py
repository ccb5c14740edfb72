"""Trucewatch turns reports of violence into a ceasefire record that anyone can check."""

__version__ = "0.1.0"

__all__ = ["__version__"]
