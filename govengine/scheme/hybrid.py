"""An earlier version with one change of a later one made in it, to see what that change does alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from govengine.scheme.change import Change
from govengine.scheme.format import SchemeText
from govengine.scheme.shape import keys_of
from govengine.scheme.version import Version, digest_of

_DECLARED = ("bodies", "roles", "outcomes", "kinds", "facts", "values", "history", "budgets", "conditions")
"""Sections whose names a rule may need: those the later version adds come along."""


def with_change(before: Version, after: Version, change: Change) -> Version | None:
    """The version; None for a change that cannot be made alone."""
    old, new = before.text, after.text
    added: dict[str, Any] = {name: {**getattr(new, name), **getattr(old, name)} for name in _DECLARED}
    changed: dict[str, Any]
    match change.section:
        case "grants" | "safeguards":
            changed = {change.section: _rules(old, new, change)}
        case "head":
            field = next((s["field"] for s in keys_of(SchemeText) if s["key"] == change.part), None)
            if field is None:
                return None
            changed = {field: getattr(new, field)}
        case "lines" | "kinds" | "facts" | "values" | "history" | "conditions" | "roles":
            changed = {change.section: _declared(old, new, change)}
        case _:
            return None
    text = replace(old, **{**added, **changed})
    return Version(text, digest_of(text), before.files)


def _rules(old: SchemeText, new: SchemeText, change: Change) -> tuple[Any, ...]:
    kept = [rule for rule in getattr(old, change.section) if rule.id.value != change.name]
    come = [rule for rule in getattr(new, change.section) if rule.id.value == change.name]
    return (*kept, *come)


def _declared(old: SchemeText, new: SchemeText, change: Change) -> Mapping[str, Any]:
    come = getattr(new, change.section)
    kept = {name: named for name, named in getattr(old, change.section).items() if name != change.name}
    held = getattr(old, change.section)
    beside = {name: named for name, named in come.items() if name not in held and change.section != "lines"}
    return {**beside, **kept, **{name: named for name, named in come.items() if name == change.name}}
