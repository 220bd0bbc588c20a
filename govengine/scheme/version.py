"""One version of a scheme: what its author wrote, and the digest of what it means."""

import hashlib
import json
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from govengine.errors import Problem, SchemeError
from govengine.scheme.format import SCHEME, SchemeText
from govengine.scheme.rules import GRANT, SAFEGUARD, Grant, Safeguard
from govengine.scheme.scalar import UNREADABLE, wrong
from govengine.scheme.source import MOST_RULES, Mapping, Node, Place, Sequence, read_yaml
from govengine.scheme.tables import read_table

SCHEME_FILE = "scheme.yaml"


@dataclass(frozen=True, slots=True)
class Version:
    """A version that could be read. `files` are its texts by name, `digest` is `sha256:<hex>`."""

    text: SchemeText
    digest: str
    files: MappingType[str, bytes]

    @property
    def id(self) -> str:
        """The scheme's name."""
        return self.text.scheme.value

    @property
    def version(self) -> str:
        """The version's name."""
        return self.text.version.value

    @property
    def name(self) -> str:
        """`scheme/version`."""
        return f"{self.id}/{self.version}"

    def holds_on(self, day: date) -> bool:
        """Whether the version's window holds that day; both ends count."""
        window = self.text.effective
        return window.since <= day and (window.until is None or day <= window.until)


def read_version(files: MappingType[str, bytes], folder: str = "") -> tuple[Version | None, list[Problem]]:
    """The version whose files these are, and everything wrong with them by themselves.

    `folder` is put before file names in places. None when there is too little to go on.
    """
    problems: list[Problem] = []
    prefix = f"{folder}/" if folder else ""
    if SCHEME_FILE not in files:
        place = Place(prefix + SCHEME_FILE)
        problems.append(
            wrong(place, "no-scheme-file", f"There is no {SCHEME_FILE} here.", "Add one, or name its folder.")
        )
        return None, problems
    node = read_yaml(files[SCHEME_FILE], prefix + SCHEME_FILE, problems)
    if node is not None and _rules_in(node) > MOST_RULES:
        problems.append(_too_many(prefix + SCHEME_FILE))
        return None, problems
    text = UNREADABLE if node is None else SCHEME.read(node, problems)
    if text is UNREADABLE or not isinstance(text, SchemeText):
        return None, problems
    rows: list[Grant] = []
    for table in text.tables:
        name = table.file.value
        if name not in files:
            what_to_do = "Put the file beside scheme.yaml."
            problems.append(
                wrong(table.file, "no-table-file", f"There is no file {name!r} here.", what_to_do)
            )
            continue
        placed = replace(table, file=replace(table.file, value=prefix + name))
        rows += read_table(placed, files[name], problems)
        if len(rows) + _rules_in(node) > MOST_RULES:
            problems.append(_too_many(prefix + name))
            return None, problems
    for name in sorted(set(files) - {SCHEME_FILE} - {table.file.value for table in text.tables}):
        problems.append(
            Problem(
                "stray-file",
                "No table of the scheme names this file.",
                "Name it under tables: or move it away.",
                str(Place(prefix + name)),
                severity="warning",
            )
        )
    whole = replace(text, grants=(*text.grants, *rows))
    return Version(whole, digest_of(whole), dict(files)), problems


def _rules_in(node: Node | None) -> int:
    """Rules written in the scheme itself, counted before they are read."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return sum(
        len(value.items)
        for key, value in entries
        if key.value in ("grants", "safeguards") and isinstance(value, Sequence)
    )


def _too_many(file: str) -> Problem:
    message = f"With this file the version has more than {MOST_RULES:,} rules."
    return wrong(Place(file), "too-many-rules", message, "Split the scheme by what it is about.")


def read_folder(path: Path) -> dict[str, bytes]:
    """The files of a version's folder by name. Raises SchemeError when it cannot be read."""
    try:
        return {file.name: file.read_bytes() for file in sorted(path.iterdir()) if file.is_file()}
    except OSError as error:
        problem = Problem(
            "no-folder",
            f"The folder cannot be read: {error.strerror}.",
            "Name a version's folder.",
            str(path),
        )
        raise SchemeError([problem]) from error


def rule_form(rule: Grant | Safeguard) -> Any:
    """A rule's canonical form: equal for rules that mean the same."""
    if isinstance(rule, Safeguard):
        return SAFEGUARD.canonical(rule)
    cells = {fact.value: test.value.strip() for fact, test in rule.cells}
    return {**GRANT.canonical(rule), "cells": dict(sorted(cells.items()))}


def digest_of(text: SchemeText) -> str:
    """`sha256:<hex>` of the canonical form: comments, spacing, order and repetition do not change it."""
    form: dict[str, Any] = SCHEME.canonical(text)
    form.pop("tables", None)  # their rows stand among the grants
    for section, rules in (("grants", text.grants), ("safeguards", text.safeguards)):
        forms = {json.dumps(rule_form(rule), sort_keys=True) for rule in rules}
        form[section] = sorted(forms)
    canonical = json.dumps(form, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
