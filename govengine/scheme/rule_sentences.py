"""The rules of a scheme's file as sentences, with a blank for each thing a manager may fill in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govengine.errors import Problem, SchemeError
from govengine.feel.faults import SyntaxFault
from govengine.feel.tokens import Lexicon, Token, tokens, words_of
from govengine.feel.values import date_from_text
from govengine.scheme.blanks import Blank, Sort
from govengine.scheme.source import Mapping as Keys
from govengine.scheme.source import Node, Sequence, Text, read_yaml


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule or a figure. `lines` are the first and the last of it."""

    section: str
    name: str
    title: str
    parts: tuple[str | Blank, ...]
    lines: tuple[int, int]

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """What may be filled in."""
        return tuple(part for part in self.parts if isinstance(part, Blank))


def sentences_of(text: str, file: str) -> list[Sentence]:
    """The sentences of a scheme's file, those with a blank alone. Raises SchemeError where it is no YAML."""
    problems: list[Problem] = []
    node = read_yaml(text.encode(), file, problems)
    if node is None or not isinstance(node, Keys):
        raise SchemeError(problems)
    return [one for one in _Reading(text, node).sentences() if one.blanks]


_CONDITIONS = ("when", "if", "done_when")
_SAID = {"<=": "is at most", "<": "is under", ">=": "is at least", ">": "is over", "=": "is", "!=": "is not"}
_LEXICON = Lexicon(())


@dataclass(frozen=True, slots=True)
class _About:
    """What a blank is, before it is known where it stands."""

    sort: Sort
    id: str
    label: str
    unit: str | None = None


class _Reading:
    """Goes through the nodes of one file."""

    def __init__(self, text: str, node: Keys) -> None:
        self._text = text
        self._lines = [0]
        for found in re.finditer(r"\r\n|[\n\r\x85\u2028\u2029]", text):
            self._lines.append(found.end())
        self._keys = {key.value: value for key, value in node.entries}
        self._bom = len(text) - len(text.removeprefix("\ufeff"))
        self._facts = _keys_of(self._keys.get("facts"))
        self._units = {name: _text(_keys_of(one).get("unit")) for name, one in self._facts.items()}
        self._kinds = _keys_of(self._keys.get("kinds"))
        self._roles = _keys_of(self._keys.get("roles"))

    def sentences(self) -> Iterator[Sentence]:
        for name, node in _keys_of(self._keys.get("values")).items():
            yield self._value(name, node)
        for name, node in _keys_of(self._keys.get("conditions")).items():
            if isinstance(node, Text):
                parts = (f"{_words(name)} means that", *self._condition(node, f"conditions.{name}"))
                yield self._sentence("conditions", name, _words(name), parts, node)
        for section in ("grants", "safeguards"):
            for number, node in enumerate(_items(self._keys.get(section))):
                if isinstance(node, Keys):
                    yield self._rule(section, f"{section}.{number}", node)

    def _value(self, name: str, node: Node) -> Sentence:
        held = _keys_of(node)
        where = f"values.{name}"
        parts: list[str | Blank] = [f"{_words(name)} is"]
        unit = self._unit_of_value(name)
        if isinstance(figure := held.get("is"), Text):
            parts += self._condition(figure, where, unit)
        if isinstance(bounds := held.get("bounds"), Text):
            parts += [
                "and may be set by a scheme below within",
                *self._condition(bounds, f"{where}.bounds", unit),
            ]
        return self._sentence("values", name, _words(name), parts, node)

    def _rule(self, section: str, where: str, node: Keys) -> Sentence:
        held = _keys_of(node)
        name, title = _text(held.get("id")) or where, _text(held.get("title"))
        kinds = ", ".join(self._kind(kind) for kind in _texts(held.get("for")))
        if section == "grants":
            parts: list[str | Blank] = [
                "The",
                *self._one(held, "role", Sort.ROLE, where),
                f"decides {kinds} at level",
            ]
        else:
            parts = [f"For {kinds} the level is at least"]
        parts += self._one(held, "level", Sort.LEVEL, where)
        parts += self._flag(held, where)
        if isinstance(when := held.get("when"), Text):
            parts += ["when", *self._condition(when, f"{where}.when")]
        parts += self._with(held, where)
        for key, said in (("from", "from"), ("to", "to"), ("until", "until")):
            if isinstance(held.get(key), Text):
                parts += [said, *self._one(held, key, Sort.DAY, where)]
        parts += self._one(held, "step", Sort.STEP, where, "so far to")
        for key in ("duties", "involve"):
            for number, duty in enumerate(_items(held.get(key))):
                parts += self._duty(_keys_of(duty), f"{where}.{key}.{number}")
        return self._sentence(section, name, title or _words(name), parts, node)

    def _flag(self, held: Mapping[str, Node], where: str) -> list[str | Blank]:
        return self._one(held, "only", Sort.FLAG, where, "and that role alone:")

    def _with(self, held: Mapping[str, Node], where: str) -> Iterator[str | Blank]:
        for key, role, said in (
            ("with", "role", "with the"),
            ("to", "role", "it is for the"),
            ("emergency", "ratify_by", "in an emergency afterwards ratified by the"),
        ):
            inner = _keys_of(held.get(key))
            found = self._one(inner, role, Sort.ROLE, f"{where}.{key}", said)
            yield from found
            if found:
                yield from self._one(inner, "within", Sort.LENGTH, f"{where}.{key}", "within")

    def _duty(self, held: Mapping[str, Node], where: str) -> list[str | Blank]:
        found: list[str | Blank] = []
        if isinstance(when := held.get("if"), Text):
            found += ["if", *self._condition(when, f"{where}.if")]
        found += self._one(held, "within", Sort.LENGTH, where, "within")
        if not any(isinstance(one, Blank) for one in found):
            return []
        do = _text(held.get("do")) or f"tell {_words(_text(held.get('tell')) or '')}"
        return [f"; then: {do}", *found]

    def _one(
        self, held: Mapping[str, Node], key: str, sort: Sort, where: str, said: str = ""
    ) -> list[str | Blank]:
        node = held.get(key)
        if not isinstance(node, Text):
            return []
        blank = self._blank(node, 0, node.value, _About(sort, f"{where}.{key}", _words(key)))
        return [*([said] if said else []), node.value if blank is None else blank]

    def _condition(self, node: Text, where: str, unit: str | None = None) -> list[str | Blank]:
        """A condition in words, its figures and days blanks."""
        try:
            found = [one for one in tokens(node.value, words_of(_LEXICON)) if one.kind != "end"]
        except SyntaxFault:
            return [node.value]
        unit = unit or self._unit_of({one.text for one in found if one.kind == "name"})
        parts: list[str | Blank] = []
        label = "figure"
        for number, token in enumerate(found):
            made: Blank | None = None
            if token.kind == "number":
                about = _About(Sort.NUMBER, f"{where}.{number}", label, unit)
                made = self._blank(node, token.start, token.text, about)
            elif token.kind == "string" and number and found[number - 1].kind == "@":
                made = self._day_in(node, token, f"{where}.{number}", label)
            if token.kind == "name":
                label = self._name(token.text)
            if token.kind != "@":
                parts.append(made or self._said(token, node.value))
        return _joined(parts)

    def _day_in(self, node: Text, token: Token, where: str, label: str) -> Blank | None:
        try:
            date_from_text(token.text)
        except ValueError:
            return None
        return self._blank(node, token.start + 1, token.text, _About(Sort.DAY, where, label))

    def _blank(self, node: Text, offset: int, value: str, about: _About) -> Blank | None:
        """None where the text does not stand in the file as it reads: folded, or with escapes."""
        if node.inset is None:
            return None
        place = node.at(offset)
        start = self._lines[place.line - 1] + place.column - 1 + (self._bom if place.line == 1 else 0)
        if self._text[start : start + len(value)] != value:
            return None
        return Blank(about.id, about.sort, value, about.label, place, start, about.unit)

    # -- words ----------------------------------------------------------------------------------------------------

    def _said(self, token: Token, text: str) -> str:
        if token.kind == "name":
            return self._name(token.text)
        if token.kind == "string":
            return text[token.start : token.end]
        return _SAID.get(token.kind, token.text)

    def _name(self, name: str) -> str:
        title = _text(_keys_of(self._facts.get(name)).get("title"))
        return title or _words(name.rpartition(".")[2])

    def _kind(self, name: str) -> str:
        return _text(_keys_of(self._kinds.get(name)).get("title")) or _words(name)

    def _unit_of(self, names: set[str]) -> str | None:
        units = {self._units[name] for name in names if name in self._units}
        return units.pop() if len(units) == 1 else None

    def _unit_of_value(self, name: str) -> str | None:
        """What a named figure counts, seen from the conditions that read it."""
        word = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
        units: set[str | None] = set()
        rules = [*_items(self._keys.get("grants")), *_items(self._keys.get("safeguards"))]
        for rule in rules:
            when = _text(_keys_of(rule).get("when")) or ""
            if word.search(when):
                units.add(self._unit_of(set(re.findall(r"[a-z_]+\.[a-z_0-9]+", when))))
        return units.pop() if len(units) == 1 else None

    def _sentence(
        self,
        section: str,
        name: str,
        title: str,
        parts: "list[str | Blank] | tuple[str | Blank, ...]",
        node: Node,
    ) -> Sentence:
        return Sentence(
            section, name, title, tuple(_joined(list(parts))), (node.place.line, _last_line(node))
        )


def _joined(parts: list[str | Blank]) -> list[str | Blank]:
    """Words beside each other as one text, without spaces inside brackets."""
    made: list[str | Blank] = []
    for part in parts:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] = f"{made[-1]} {part}"
        else:
            made.append(part)
    return [re.sub(r"(\() | ([),;])", r"\1\2", part) if isinstance(part, str) else part for part in made]


def _words(name: str) -> str:
    return re.sub("[_-]", " ", name)


def _keys_of(node: Node | None) -> dict[str, Node]:
    return {key.value: value for key, value in node.entries} if isinstance(node, Keys) else {}


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _text(node: Node | None) -> str | None:
    return node.value if isinstance(node, Text) else None


def _texts(node: Node | None) -> list[str]:
    return (
        [node.value]
        if isinstance(node, Text)
        else [one.value for one in _items(node) if isinstance(one, Text)]
    )


def _last_line(node: Node) -> int:
    match node:
        case Text():
            return node.place.line
        case Keys():
            return max([node.place.line, *(_last_line(value) for _, value in node.entries)])
        case Sequence():
            return max([node.place.line, *(_last_line(item) for item in node.items)])


__all__ = ["Sentence", "sentences_of"]
