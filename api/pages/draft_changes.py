"""`/drafts/<id>/changes`: what a draft changes against what it was started from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from flask import request
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.drafting.changes import Changes, Told, drawn_beside, told_under_both
from api.lab.case import Case
from api.lab.choosing import Named
from api.lab.map_picture import Picture, picture_of
from api.lab.map_words import Group, axis_in_words, table_of
from api.lab.wording import EFFECTS
from api.pages.blueprint import page_blueprint
from api.pages.draft import open_draft
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.routes.request import service
from api.store.accounts import Account
from govengine.decide.uprating import NamedIndex, index_from_json
from govengine.scheme.change import Change

blueprint = page_blueprint("draft-changes", "/drafts/<string:draft_id>/changes")

INDEX = ("index", "percent", "source", "rounded_to")
"""What is said of an index, as the forms call it."""

LONGEST = 300
"""Characters of one change on the page."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change in words, with what it does by itself."""

    text: str
    effect: str
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the map."""

    title: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What a draft changes. `loads` is False while something has to be mended first."""

    id: str
    title: str = ""
    before: str = ""
    after: str = ""
    loads: bool = False
    effect: str = ""
    effect_words: str = ""
    because: tuple[str, ...] = ()
    sections: tuple[tuple[str, tuple[ChangeLine, ...]], ...] = ()
    tried: str = ""
    told: Sequence[Told] = ()
    kinds: Sequence[Named] = ()
    kind: str = ""
    sides: tuple[Side, ...] = ()
    across: str = ""
    table: tuple[Group, ...] = ()
    changed: int = 0
    said: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def differing(self) -> Sequence[Told]:
        """The scenarios that come out otherwise."""
        return [one for one in self.told if one.differs]


@blueprint.get("")
def look(draft_id: str) -> Response:
    """The difference, the effect, the scenarios and the map."""
    account = signed_in(Act.DRAFT)
    draft = open_draft(draft_id)
    said = {name: request.args.get(name, "")[:200] for name in (*INDEX, "kind")}
    index, faults = index_named(said)
    changes = service().drafts.changes(draft, index)
    if changes is None:
        return show("drafts/changes.html", ChangesPage(draft_id, title=draft.scheme), 409)
    live, cases = service().live, saved_cases_of(changes, account)
    page = _page(draft_id, changes, said, faults)
    told = told_under_both(live.rules, changes, cases, live.clock())
    status = 422 if faults else 200
    return show("drafts/changes.html", replace(_with_map(page, changes, said["kind"]), told=told), status)


def saved_cases_of(changes: Changes, account: Account) -> list[tuple[str, str, Case]]:
    """(id, title, case) of every scenario that was saved of the scheme."""
    return [
        (one.id, one.title or "", one.case)
        for one in service().shelf.saved(account)
        if one.case.scheme == changes.version.id
    ]


def index_named(said: Mapping[str, str]) -> tuple[NamedIndex | None, list[Fault]]:
    """The index that was named, if one was."""
    if not said["index"].strip() and not said["percent"].strip():
        return None, []
    sent = {
        **said,
        "rounded_to": said["rounded_to"].strip() or "0.01",
        "percent": said["percent"].strip("% "),
    }
    try:
        return index_from_json(sent), []
    except ValueError:
        text = "Enter the name of an index, and a per cent over 0 and up to 25, such as 3.8"
        return None, [Fault("percent", text)]


def _page(draft_id: str, changes: Changes, said: dict[str, str], faults: Sequence[Fault]) -> ChangesPage:
    difference = changes.difference
    found = difference.changes if difference else ()
    tried = difference.tried if difference else None
    return ChangesPage(
        id=draft_id,
        title=changes.version.text.title.value,
        before=changes.base.version if changes.base else "",
        after=changes.version.version,
        loads=True,
        effect=str(changes.effect.effect),
        effect_words=EFFECTS[changes.effect.effect],
        because=tuple(_cut(one) for one in changes.effect.because[:20]),
        sections=tuple(
            (section, tuple(map(_line, of))) for section, of in groupby(found, key=lambda one: one.section)
        ),
        tried=(
            f"Both were asked the same {tried.cases:,} questions: {tried.tighter:,} came out tighter, "
            f"{tried.looser:,} looser."
            if tried
            else ""
        ),
        said=said,
        faults=tuple(faults),
    )


def _line(change: Change) -> ChangeLine:
    why = change.why
    if change.tried is not None:
        example = change.tried.looser_example or change.tried.tighter_example
        tried = f"tried in {change.tried.cases:,} cases" + (f", for example {example}" if example else "")
        why = f"{why}; {tried}" if why else tried
    return ChangeLine(_cut(change.words), str(change.effect), _cut(why))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _with_map(page: ChangesPage, changes: Changes, wanted: str) -> ChangesPage:
    kinds = changes.kinds
    kind = wanted if wanted in {one.name for one in kinds} else (kinds[0].name if kinds else "")
    drawn = drawn_beside(service().live.rules, changes, kind) if kind else None
    if drawn is None:
        return replace(page, kinds=kinds, kind=kind)
    title = next(one.title for one in kinds if one.name == kind)
    down, across = axis_in_words(drawn, drawn.map.down), axis_in_words(drawn, drawn.map.across)
    sides = []
    for side, one in enumerate(drawn.versions):
        about = f"{down} by {across[:1].lower()}{across[1:]}" if across else down
        picture = picture_of(
            drawn,
            side,
            f"Version {one.case.version}: {title}",
            f"{about}. Each field says whose decision it is. The table below says the same.",
        )
        still = replace(picture, boxes=tuple(replace(box, cell=None) for box in picture.boxes))
        sides.append(Side(f"Version {one.case.version}", still))
    table = tuple(table_of(drawn))
    changed = sum(line.changed for group in table for line in group.lines)
    return replace(
        page,
        kinds=kinds,
        kind=kind,
        sides=tuple(sides),
        across=f"Across: {across}. Down: {down}." if across else "",
        table=table,
        changed=changed,
    )
