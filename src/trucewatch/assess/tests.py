"""Every test that a term may name, by name; what each asks is declared in `trucewatch.model.TERM_TESTS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from trucewatch.assess import actors, acts, places, times
from trucewatch.assess.case import Answer, Case

TermTest = Callable[[Case], Answer]

RUN: Mapping[str, TermTest] = MappingProxyType(
    {
        "military_action": acts.military_action,
        "attack_inside_corridor_act": acts.attack_inside_corridor_act,
        "prohibited_act": acts.prohibited_act,
        "no_fly": acts.no_fly,
        "heavy_weapon_line": acts.heavy_weapon_line,
        "joint_patrol": acts.joint_patrol,
        "commitment_kept": acts.commitment_kept,
        "in_force": times.in_force,
        "in_area": places.in_area,
        "in_corridor": places.in_corridor,
        "along_line_of_contact": places.along_line_of_contact,
        "on_route": places.on_route,
        "bound_actor": actors.bound_actor,
        "exempt_group": actors.exempt_group,
        "whole_route": acts.whole_route,
    }
)
"""The code of each test."""
