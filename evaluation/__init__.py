"""Scorers, their gate and its committed baseline. Not installed with the package."""
