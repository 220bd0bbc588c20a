"""`/drafts`: the drafts of an organisation; starting one, or bringing one in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import redirect, request
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.drafting.folder import unzipped
from api.lab.choosing import schemes_to_ask
from api.lab.reading import Mistyped, day_from
from api.lab.wording import window_in_words
from api.pages.blueprint import page_blueprint
from api.pages.people import moment_in_words, names_of_people
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.routes.request import service
from api.store.accounts import Account
from govengine.errors import GovengineError

blueprint = page_blueprint("drafts", "/drafts")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list."""

    id: str
    scheme: str
    base: str
    saved: str
    by: str


@dataclass(frozen=True, slots=True)
class BaseLine:
    """A version to start from; `value` is how the form sends it."""

    value: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """The page of all drafts. `said` is what was typed."""

    lines: Sequence[DraftLine]
    bases: Sequence[BaseLine]
    said: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@blueprint.get("")
def look() -> Response:
    """Every draft of the organisation."""
    return show("drafts/list.html", _page(signed_in(Act.DRAFT)))


@blueprint.post("")
def start() -> Response:
    """Start a draft from a version."""
    account = signed_in(Act.DRAFT)
    said = request.form.to_dict()
    scheme, _, base = said.get("base", "").partition("/")
    faults = []
    if not base:
        faults.append(Fault("base", "Choose a version to start from"))
    since = None
    if any(said.get(part, "").strip() for part in ("day", "month", "year")):
        try:
            since = day_from(*(said.get(part, "") for part in ("day", "month", "year")))
        except Mistyped as mistyped:
            faults.append(Fault("day", f"The first day {mistyped}"))
    if faults:
        return show("drafts/list.html", _page(account, said, faults), 422)
    try:
        made = service().drafts.start(
            account.body, account.id, scheme, base, said.get("version", "").strip(), since
        )
    except GovengineError:
        text = "Enter a name for the new version that the scheme does not have, such as 2027-04"
        return show("drafts/list.html", _page(account, said, [Fault("version", text)]), 422)
    return redirect(f"/drafts/{made.id}", 303)


@blueprint.post("/import")
def bring_in() -> Response:
    """Start a draft from a zip file of a scheme's folder."""
    account = signed_in(Act.DRAFT)
    sent = request.files.get("folder")
    try:
        files = unzipped(sent.read() if sent is not None else b"")
        made = service().drafts.bring_in(account.body, account.id, files)
    except GovengineError as error:
        faults = [
            Fault("folder", f"{one.message} {one.what_to_do}".rstrip(".")) for one in error.problems[:5]
        ]
        return show("drafts/list.html", _page(account, {}, faults), 422)
    return redirect(f"/drafts/{made.id}", 303)


def _page(account: Account, said: dict[str, str] | None = None, faults: Sequence[Fault] = ()) -> Drafts:
    names = names_of_people()
    lines = [
        DraftLine(
            one.id,
            one.scheme,
            one.base_version or "nothing",
            moment_in_words(one.saved_at),
            names.get(one.saved_by, one.saved_by),
        )
        for one in service().drafts.of(account.body)
    ]
    bases = [
        BaseLine(
            f"{scheme.id}/{one.name}",
            f"{scheme.title}, version {one.name}",
            window_in_words(one.since, one.until) + (", in the rules folder" if one.draft else ", adopted"),
        )
        for scheme in schemes_to_ask(service().live.rules)
        for one in scheme.versions
    ]
    return Drafts(lines, bases, said or {}, tuple(faults))
