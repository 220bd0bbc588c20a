"""Schemes as callers see them: what is in force, and what it asks about."""

from datetime import datetime
from typing import Any

from api.desk import Desk
from govengine.decide import facts_that_can_matter
from govengine.feel import text_of
from govengine.scheme import FactType, Stack, Version
from govengine.scheme.set_below import OpenValue, values_of

Json = dict[str, Any]


def schemes(desk: Desk) -> list[Json]:
    """Every scheme with an adopted version."""
    in_force = desk.rules.in_force
    adopted = {(row.scheme, row.version): row.recorded_at for row in in_force.adoptions}
    return [
        _scheme(in_force.library.newest(name), list(versions), adopted)
        for name, versions in sorted(in_force.library.schemes.items())
    ]


def scheme(desk: Desk, name: str) -> Json | None:
    """One scheme, or None."""
    return next((one for one in schemes(desk) if one["id"] == name), None)


def _scheme(newest: Version, versions: list[Version], adopted: dict[tuple[str, str], str]) -> Json:
    text = newest.text
    return {
        "id": newest.id,
        "title": text.title.value,
        "owner": text.owner.value,
        "layer": str(text.layer),
        "jurisdiction": text.jurisdiction.value,
        "purpose": text.purpose.value if text.purpose else None,
        "under": [under.value for under in text.under],
        "newest": newest.version,
        "versions": [_line(version, adopted) for version in versions],
    }


def _line(version: Version, adopted: dict[tuple[str, str], str]) -> Json:
    window = version.text.effective
    return {
        "version": version.version,
        "digest": version.digest,
        "adopted_at": adopted.get((version.id, version.version)),
        "effective_from": window.since.isoformat(),
        "effective_to": window.until.isoformat() if window.until else None,
        "review_by": window.review_by.isoformat() if window.review_by else None,
    }


def _find(desk: Desk, name: str, version: str) -> tuple[Version, Stack] | None:
    library = desk.rules.in_force.library
    found = next((v for v in library.schemes.get(name, ()) if v.version == version), None)
    return None if found is None else (found, library.stack_of(found, found.text.effective.since))


def version_detail(desk: Desk, name: str, version: str) -> Json | None:
    """A version with its words and its text, or None."""
    found = _find(desk, name, version)
    if found is None:
        return None
    one, stack = found
    adopted = {(row.scheme, row.version): row.recorded_at for row in desk.rules.in_force.adoptions}
    origin = one.text.source
    return {
        "scheme": name,
        **_line(one, adopted),
        "source": {
            "title": origin.title.value,
            "adopted": origin.adopted.isoformat() if origin.adopted else None,
        },
        "leaves_out": [{"row": item.row.value, "why": item.why.value} for item in one.text.leaves_out],
        "kinds": [{"id": kind, "title": stack.kind_titles[kind]} for kind in sorted(stack.kinds)],
        "roles": [
            {"id": role.name, "body": role.body, "title": role.title, "is": str(role.kind)}
            for role in sorted(stack.roles.values(), key=lambda role: role.name)
        ],
        "files": {file: text.decode("utf-8-sig") for file, text in sorted(one.files.items())},
    }


def values(desk: Desk, name: str, at: datetime) -> Json | None:
    """The values of the version in force at a moment, with what the schemes below set; None for no such version."""
    library = desk.rules.in_force.library
    found = library.version_at(name, at)
    if found is None:
        return None
    version, day = found
    adopted = {(row.scheme, row.version): row.recorded_at for row in desk.rules.in_force.adoptions}
    return {
        "scheme": name,
        "version": version.version,
        "values": [_value(one, adopted) for one in values_of(library, version, day)],
    }


def _value(value: OpenValue, adopted: dict[tuple[str, str], str]) -> Json:
    return {
        "name": value.name,
        "is": value.value,
        "bounds": value.bounds,
        "set_below": [
            {
                "scheme": below.scheme,
                "title": below.title,
                "owner": below.owner,
                "layer": below.layer,
                "version": below.version,
                "is": below.value,
                "since": below.since.isoformat(),
                "until": below.until.isoformat() if below.until else None,
                "within": below.within,
                "adopted_at": adopted.get((below.scheme, below.version)),
            }
            for below in value.set_below
        ],
    }


def facts(desk: Desk, name: str, version: str, kind: str | None) -> list[Json] | None:
    """The facts that can matter for a kind; without one, all that are declared. None for no such version."""
    found = _find(desk, name, version)
    if found is None:
        return None
    _, stack = found
    wanted = (
        sorted(stack.facts.values(), key=lambda f: f.name)
        if kind is None
        else facts_that_can_matter(stack, kind)
    )
    return [_fact(fact) for fact in wanted]


def _fact(fact: FactType) -> Json:
    return {
        "name": fact.name,
        "type": str(fact.type),
        "ask": fact.question,
        "unit": fact.unit,
        "one_of": list(fact.one_of),
        "least": None if fact.least is None else text_of(fact.least),
        "most": None if fact.most is None else text_of(fact.most),
        "personal": fact.personal,
        "confirm": fact.confirm is not None,
        "computed": fact.computed,
    }
