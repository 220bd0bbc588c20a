"""What can be asked: schemes, their versions, adopted or drafts, and the kinds and roles of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.rule_store import RuleStore
from govengine.errors import SchemeError
from govengine.scheme import Stack, Version
from govengine.scheme.stack import Role


@dataclass(frozen=True, slots=True)
class Choice:
    """A version that can be asked. `draft` where nobody has adopted it."""

    version: Version
    draft: bool

    @property
    def name(self) -> str:
        """The version's own name, within its scheme."""
        return self.version.version

    @property
    def since(self) -> date:
        """The first day on which it holds."""
        return self.version.text.effective.since

    @property
    def until(self) -> date | None:
        """The last, if it has one."""
        return self.version.text.effective.until

    def day_for(self, wanted: date) -> date:
        """The day nearest to the one wanted on which it holds."""
        latest = wanted if self.until is None else min(wanted, self.until)
        return max(latest, self.since)


@dataclass(frozen=True, slots=True)
class SchemeChoices:
    """A scheme with its versions, the latest first."""

    id: str
    versions: tuple[Choice, ...]

    @property
    def title(self) -> str:
        """As its latest version is called."""
        return self.versions[0].version.text.title.value

    @property
    def owner(self) -> str:
        """The body whose scheme it is, as people write it."""
        text = self.versions[0].version.text
        declared = text.bodies.get(text.owner.value)
        return declared.value.title.value if declared else text.owner.value.replace("-", " ")

    def choice(self, version: str) -> Choice | None:
        """One of its versions."""
        return next((one for one in self.versions if one.name == version), None)


def schemes_to_ask(rules: RuleStore) -> Sequence[SchemeChoices]:
    """Every scheme, by title. Drafts are among the versions."""
    found: dict[str, list[Choice]] = {}
    for versions in rules.in_force.library.schemes.values():
        for version in versions:
            found.setdefault(version.id, []).append(Choice(version, draft=False))
    for version in rules.drafts():
        found.setdefault(version.id, []).append(Choice(version, draft=True))
    made = [
        SchemeChoices(name, tuple(sorted(choices, key=lambda one: (one.since, one.name), reverse=True)))
        for name, choices in found.items()
    ]
    return sorted(made, key=lambda one: one.title.casefold())


def scheme_to_ask(rules: RuleStore, name: str) -> SchemeChoices | None:
    """One scheme, or None."""
    return next((one for one in schemes_to_ask(rules) if one.id == name), None)


def stack_on(rules: RuleStore, choice: Choice, day: date) -> Stack:
    """What governs a case under this version on a day. Raises SchemeError for a draft that does not load."""
    return rules.library_with(choice.version).stack_of(choice.version, day)


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be chosen: its name, and as people write it."""

    name: str
    title: str


def kinds_of(stack: Stack) -> Sequence[Named]:
    """The kinds of decision the scheme declares; where it declares none, those of schemes above it."""
    own = stack.versions[0].text.kinds
    names = [name for name in stack.kinds if name in own] or list(stack.kinds)
    found = [Named(name, stack.kind_titles.get(name, name.replace("_", " "))) for name in names]
    return sorted(found, key=lambda one: one.title.casefold())


def roles_of(stack: Stack) -> Sequence[Named]:
    """The roles people can ask in, the scheme's own if it declares any; the most junior first on each line."""
    own = stack.versions[0].text.roles
    human = [role for role in stack.roles.values() if role.human]
    found = [role for role in human if role.name in own] or human
    return [
        Named(role.name, _role_title(stack, role)) for role in sorted(found, key=lambda r: _rank(stack, r))
    ]


def _rank(stack: Stack, role: Role) -> tuple[str, bool, int, str]:
    lines = [line.index(role.name) for line in stack.lines.values() if role.name in line]
    return stack.title_of_body(role.body).casefold(), not lines, max(lines, default=0), role.title.casefold()


def _role_title(stack: Stack, role: Role) -> str:
    return f"{role.title} ({stack.title_of_body(role.body)})"


def stack_or_none(rules: RuleStore, choice: Choice) -> Stack | None:
    """The same on its first day; None for a draft that does not load."""
    try:
        return stack_on(rules, choice, choice.since)
    except SchemeError:
        return None
