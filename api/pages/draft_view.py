"""A draft as its page shows it: rules as sentences of fields, and what the check found beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.drafting.check import Checked
from api.drafting.filling import field_id, field_name, shown
from api.lab.choosing import Named
from api.pages.people import moment_in_words, names_of_people
from api.pages.rendering import Fault
from api.routes.request import service
from api.store.drafts import Draft, Files
from govengine.errors import Problem, SchemeError
from govengine.scheme.blanks import Blank, Sort
from govengine.scheme.rule_sentences import Sentence, sentences_of
from govengine.scheme.version import SCHEME_FILE
from govengine.scheme.words import Level, Step


@dataclass(frozen=True, slots=True)
class BlankView:
    """A blank as a field. `options` are the words to choose from, of roles, levels and steps."""

    id: str
    name: str
    sort: str
    value: str
    label: str
    before: str = ""
    after: str = ""
    options: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of text and blanks. `said` is what is wrong with it."""

    title: str
    parts: tuple[str | BlankView, ...]
    said: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences of one sort."""

    title: str
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table of the draft."""

    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something the check found, with where it is."""

    where: str
    text: str
    field: str
    severity: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft as it stands, or as it was typed."""

    id: str
    title: str
    scheme: str
    version: str
    base: str
    revision: int
    seen: int
    saved: str
    by: str
    editors: tuple[str, ...]
    sections: tuple[Section, ...]
    tables: tuple[TableLine, ...]
    text: str
    found: tuple[Diagnostic, ...]
    loads: bool
    faults: tuple[Fault, ...] = ()

    @property
    def advice(self) -> tuple[Diagnostic, ...]:
        """What is worth another look."""
        return tuple(one for one in self.found if one.severity != "error")


_SECTIONS = (
    ("values", "Figures"),
    ("conditions", "Conditions with a name"),
    ("grants", "Who may decide what"),
    ("safeguards", "Limits and second pairs of eyes"),
)


def page_of(
    draft: Draft,
    files: Files,
    faults: Sequence[Fault] = (),
    typed: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> DraftPage:
    """The page of a draft with these files; `faults` are about what was typed, and the check's errors else."""
    desk = service().drafts
    checked = desk.check(draft.scheme, files)
    try:
        sentences = sentences_of(files[SCHEME_FILE], SCHEME_FILE)
    except SchemeError:
        sentences = []
    found = tuple(_diagnostic(one, sentences) for one in checked.problems)
    errors = [
        Fault(one.field, f"{one.where}: {one.text}".rstrip(".")) for one in found if one.severity == "error"
    ]
    names = names_of_people()
    text = checked.version.text if checked.version else None
    return DraftPage(
        id=draft.id,
        title=text.title.value if text else draft.scheme,
        scheme=draft.scheme,
        version=text.version.value if text else "not readable",
        base=draft.base_version or "",
        revision=draft.revision,
        seen=draft.revision if seen is None else seen,
        saved=moment_in_words(draft.saved_at),
        by=names.get(draft.saved_by, draft.saved_by),
        editors=tuple(names.get(one, one) for one in draft.editors),
        sections=tuple(_sections(sentences, checked, found, typed or {})),
        tables=tuple(
            TableLine(name, max(content.count("\n") - 1, 0))
            for name, content in sorted(files.items())
            if name.endswith(".csv")
        ),
        text=files[SCHEME_FILE],
        found=found,
        loads=checked.stack is not None,
        faults=tuple(faults) or tuple(errors),
    )


def _sections(
    sentences: Sequence[Sentence], checked: Checked, found: Sequence[Diagnostic], typed: Mapping[str, str]
) -> list[Section]:
    roles = role_options(checked)
    made = []
    for section, title in _SECTIONS:
        views = [
            SentenceView(
                one.title[:1].upper() + one.title[1:],
                tuple(part if isinstance(part, str) else _blank(part, roles, typed) for part in one.parts),
                tuple(said.text for said in found if said.field in _fields_of(one)),
                _sentence_id(one),
            )
            for one in sentences
            if one.section == section
        ]
        if views:
            made.append(Section(title, tuple(views)))
    return made


def role_options(checked: Checked) -> tuple[Named, ...]:
    """The roles a rule may name: as the stack has them, or as the text does while it does not load."""
    if checked.stack is not None:
        return tuple(
            Named(one.name, checked.stack.title_of(one.name)) for one in checked.stack.roles.values()
        )
    declared = checked.version.text.roles if checked.version else {}
    return tuple(Named(name, name.replace("_", " ")) for name in declared)


def _blank(blank: Blank, roles: tuple[Named, ...], typed: Mapping[str, str]) -> BlankView:
    options: tuple[Named, ...] = ()
    match blank.sort:
        case Sort.ROLE:
            options = roles
        case Sort.LEVEL:
            options = tuple(Named(level, level) for level in map(str, Level))
        case Sort.STEP:
            options = tuple(Named(step, step) for step in map(str, Step))
    if options and blank.value not in {one.name for one in options}:
        options = (*options, Named(blank.value, blank.value.replace("_", " ")))
    money = blank.unit == "GBP"
    return BlankView(
        id=field_id(blank),
        name=field_name(blank),
        sort=str(blank.sort),
        value=typed.get(
            field_name(blank), blank.value if options or blank.sort is Sort.FLAG else shown(blank)
        ),
        label=blank.label,
        before="£" if money else "",
        after="" if money or not blank.unit else blank.unit,
        options=options,
    )


def _sentence_id(sentence: Sentence) -> str:
    return f"s-{sentence.section}-{sentence.name}".replace(".", "-")


def _fields_of(sentence: Sentence) -> set[str]:
    return {_sentence_id(sentence), *(field_id(blank) for blank in sentence.blanks)}


def _diagnostic(one: Problem, sentences: Sequence[Sentence]) -> Diagnostic:
    """What the check says, with the field it is beside: a blank, its sentence, or the text."""
    file, line, column = place_of(one)
    said = f"{one.message} {one.what_to_do}".strip()
    where = f"{file}, line {line}"
    if file != SCHEME_FILE:
        return Diagnostic(where, said, "tables", one.severity)
    for sentence in sentences:
        if sentence.lines[0] <= line <= sentence.lines[1]:
            near = [b for b in sentence.blanks if (b.place.line, b.place.column) == (line, column)]
            return Diagnostic(
                where, said, field_id(near[0]) if near else _sentence_id(sentence), one.severity
            )
    return Diagnostic(where, said, "text", one.severity)


def place_of(one: Problem) -> tuple[str, int, int]:
    """File, line and column; the first line of the scheme where it names none."""
    parts = one.place.rsplit(":", 2)
    if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():  # noqa: PLR2004
        return parts[0].rpartition("/")[2], int(parts[1]), int(parts[2])
    return SCHEME_FILE, 1, 1
