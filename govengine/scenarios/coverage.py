"""Which rules, rows and clauses of schemes some scenario has tried, and how: true, false, unknown, decisive."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govengine.decide import Question
from govengine.decide.wording import clause_in_words
from govengine.errors import SchemeError
from govengine.feel import UNKNOWN
from govengine.scenarios.decisive import Rule, Spot, Turning, clauses_in, truth_at
from govengine.scheme import BoundGrant, Clause, Library, Stack, Version

Json = dict[str, Any]
WAYS = ("true", "false", "unknown", "decisive")
"""How a clause, or a rule, may be seen."""


@dataclass(slots=True)
class Seen:
    """How often something was seen in each way. `wanted` are the ways that count."""

    wanted: tuple[str, ...] = WAYS
    times: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WAYS, 0))

    def see(self, way: str) -> None:
        """It was seen so."""
        self.times[way] += 1

    @property
    def missing(self) -> tuple[str, ...]:
        """The ways that count and were not seen."""
        return tuple(way for way in self.wanted if not self.times[way])

    def to_json(self) -> Json:
        """Counts by way, and what is missing."""
        return {**self.times, "missing": list(self.missing)}


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """A clause with how it was seen. `of` names the duty or company it belongs to; empty for the rule's own."""

    text: str
    words: str
    of: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """A rule with how it, and each of its clauses, was seen."""

    id: str
    what: str
    """`grant`, `row` or `safeguard`."""
    title: str
    place: str
    seen: Seen
    clauses: Mapping[Spot, ClauseSeen]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many ways."""

    met: int
    of: int

    @property
    def percent(self) -> float:
        """Of nothing, all is met."""
        return 100.0 * self.met / self.of if self.of else 100.0

    def __str__(self) -> str:
        # Rounded down: what is not whole must not read as 100.
        return f"{int(self.percent * 10) / 10:g}%"


def _share(seen: Iterable[Seen]) -> Share:
    met = wanted = 0
    for one in seen:
        met += len(one.wanted) - len(one.missing)
        wanted += len(one.wanted)
    return Share(met, wanted)


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """A version of a scheme with its rules, in the order of their ids."""

    scheme: str
    version: str
    title: str
    rules: Mapping[str, RuleSeen]

    @property
    def of_rules(self) -> Share:
        """The share of its rules' ways that were seen."""
        return _share(rule.seen for rule in self.rules.values())

    @property
    def of_clauses(self) -> Share:
        """The share of its clauses' ways that were seen."""
        return _share(clause.seen for rule in self.rules.values() for clause in rule.clauses.values())


@dataclass(frozen=True, slots=True)
class Coverage:
    """What scenarios have tried of some schemes."""

    versions: Sequence[VersionSeen]

    @property
    def of_rules(self) -> Share:
        """Over all versions."""
        return _share(rule.seen for version in self.versions for rule in version.rules.values())

    @property
    def of_clauses(self) -> Share:
        """Over all versions."""
        return _share(
            clause.seen
            for version in self.versions
            for rule in version.rules.values()
            for clause in rule.clauses.values()
        )

    def by_scheme(self) -> Iterator[tuple[str, "Coverage"]]:
        """The coverage of each scheme, over its versions."""
        for scheme in dict.fromkeys(version.scheme for version in self.versions):
            yield scheme, Coverage([one for one in self.versions if one.scheme == scheme])

    def below(self, percent: float) -> list[str]:
        """The schemes of which fewer ways were seen, of rules or of clauses."""
        return [
            scheme
            for scheme, one in self.by_scheme()
            if min(one.of_rules.percent, one.of_clauses.percent) < percent
        ]

    def to_json(self) -> Json:
        """Percentages, and every rule and clause with counts by way."""
        return {
            "rules_percent": round(self.of_rules.percent, 1),
            "clauses_percent": round(self.of_clauses.percent, 1),
            "versions": [_version_json(version) for version in self.versions],
        }


def _version_json(version: VersionSeen) -> Json:
    return {
        "scheme": version.scheme,
        "version": version.version,
        "title": version.title,
        "rules_percent": round(version.of_rules.percent, 1),
        "clauses_percent": round(version.of_clauses.percent, 1),
        "rules": [
            {
                "rule": rule.id,
                "what": rule.what,
                "place": rule.place,
                "seen": rule.seen.to_json(),
                "clauses": [
                    {"text": clause.text, "of": clause.of, "seen": clause.seen.to_json()}
                    for clause in rule.clauses.values()
                ],
            }
            for rule in version.rules.values()
        ],
    }


class Collector:
    """Looks on while scenarios ask (`observe`), and says in the end what they have tried (`coverage`)."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, str], VersionSeen] = {}
        """By name and digest: a draft that stands in for a version is one of its own."""
        self._asked: dict[str, None] = {}

    def observe(self, stack: Stack, question: Question) -> None:
        """See one question. Of schemes beside the one that is asked about nothing is seen."""
        self._asked[stack.scheme] = None
        turning = Turning(stack, question)
        seen = {version.id: self._version(version, stack) for version in stack.versions}
        for rule in turning.case.rules:
            _see(turning, rule, seen[rule.scheme].rules[rule.id])

    def _version(self, version: Version, stack: Stack) -> VersionSeen:
        key = version.name, version.digest
        if key not in self._versions:
            self._versions[key] = _not_seen(version, stack)
        return self._versions[key]

    def coverage(self, library: Library, schemes: Iterable[str] = ()) -> Coverage:
        """Of these schemes, else of those asked about, with the versions that no scenario asked about."""
        chosen = set(schemes) or set(self._asked)
        names = {name for name, _ in self._versions}
        for scheme in chosen:
            for version in library.schemes.get(scheme, ()):
                if version.name not in names:
                    try:
                        stack = library.stack_of(version, version.text.effective.since)
                    except SchemeError:
                        continue  # what does not load governs nobody
                    self._version(version, stack)
        found = [one for _, one in sorted(self._versions.items()) if one.scheme in chosen]
        return Coverage(found)


def _see(turning: Turning, rule: Rule, record: RuleSeen) -> None:
    truth = turning.case.truth(rule)
    record.seen.see(_way(truth))
    if not record.seen.times["decisive"] and turning.on_rule(rule, truth):
        record.seen.see("decisive")
    for spot, clause in clauses_in(rule):
        truth = truth_at(turning.case, rule, spot, clause)
        seen = record.clauses[spot].seen
        seen.see(_way(truth))
        # Once is enough, and each time costs an answer.
        if not seen.times["decisive"] and turning.on_clause(rule, spot, truth):
            seen.see("decisive")


def _way(truth: Any) -> str:
    return "unknown" if truth is UNKNOWN else str(truth).lower()


def _not_seen(version: Version, stack: Stack) -> VersionSeen:
    every: list[Rule] = [*stack.grants, *stack.safeguards]
    own = sorted((rule for rule in every if rule.scheme == version.id), key=lambda rule: rule.id)
    seen = {rule.id: _rule_not_seen(rule, stack) for rule in own}
    return VersionSeen(version.id, version.version, version.text.title.value, seen)


def _rule_not_seen(rule: Rule, stack: Stack) -> RuleSeen:
    grant = "row" if rule.place.partition(":")[0].endswith(".csv") else "grant"
    return RuleSeen(
        rule.id,
        grant if isinstance(rule, BoundGrant) else "safeguard",
        rule.title or "",
        rule.place,
        Seen(_wanted_of_rule(rule)),
        {
            spot: ClauseSeen(
                clause.text, clause_in_words(clause, stack.facts), _of(rule, spot), _wanted(clause)
            )
            for spot, clause in clauses_in(rule)
        },
    )


def _wanted_of_rule(rule: Rule) -> tuple[str, ...]:
    """A rule without a condition always holds; one may be not known if a clause of it may."""
    ways = {way for clause in rule.clauses for way in _wanted(clause).wanted}
    return tuple(way for way in WAYS if way in ways or way in ("true", "decisive"))


def _wanted(clause: Clause) -> Seen:
    """A clause that reads no fact has one truth, and a kind of decision is always known."""
    if not clause.facts:
        return Seen(())
    return Seen(WAYS if set(clause.facts) != {"decision.kind"} else ("true", "false", "decisive"))


def _of(rule: Rule, spot: Spot) -> str:
    if spot.part == "with":
        return rule.company.id if rule.company else ""
    return rule.duties[spot.duty].id if spot.duty >= 0 else ""
