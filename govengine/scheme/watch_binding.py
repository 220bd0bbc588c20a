"""From a watch as written to a watch bound: what it looks at, and everything that keeps it from being looked for."""

from datetime import timedelta
from decimal import Decimal

from govengine.feel.plain import AllOf, NotPlainError, PlainTest, leaves, plain
from govengine.feel.types import NUMBER
from govengine.feel.values import Months
from govengine.scheme.bound_watch import SHARED, BoundWatch
from govengine.scheme.conditions import Conditions
from govengine.scheme.names import Names
from govengine.scheme.source import Place, Text
from govengine.scheme.watch_rules import LEAST_COUNT, MOST_COUNT, MOST_DAYS, MOST_TESTS, MOST_WATCHES, Watch
from govengine.scheme.words import Lacking, Matter, Window

ANSWER_DAYS = 14
MOST_DECIMALS = 4
"""Of a figure in a watch: it is counted in hundredths of a penny."""
LARGEST = Decimal(10) ** 11
LONGEST_TEXT = 1_000
"""Characters of a text that is compared. durable_rules keeps lengths in 16 bits; only a number for it is sent."""

_FITS = {
    Lacking.ANSWER: (Matter.ASKED, Matter.OWED),
    Lacking.OUTCOME: (Matter.TAKEN, Matter.APPROVED, Matter.ALLOWED),
    Lacking.DECLINE: (Matter.APPROVED,),
}
_BY_SOMEBODY = (Matter.ALLOWED, Matter.APPROVED, Matter.TAKEN, Matter.DEPARTED)


def bound_watches(
    version_id: str, watches: tuple[Watch, ...], names: Names, conditions: Conditions
) -> list[BoundWatch]:
    """The watches of one version, each once; problems are added to `names`."""
    seen: dict[str, Watch] = {}
    for watch in watches:
        if seen.setdefault(watch.id.value, watch) is not watch:
            message = f"{watch.id.value} is the id of another watch."
            names.wrong(watch.id, "duplicate-rule", message, "Give each watch an id of its own.")
    if len(watches) > MOST_WATCHES:
        message = f"A scheme has at most {MOST_WATCHES} watches."
        names.wrong(watches[MOST_WATCHES].id, "watch-limit", message, "Remove some.")
    return [_Binder(version_id, watch, names, conditions).bound() for watch in seen.values()]


class _Binder:
    def __init__(self, version_id: str, watch: Watch, names: Names, conditions: Conditions) -> None:
        self._id, self._watch, self._names, self._conditions = version_id, watch, names, conditions

    def bound(self) -> BoundWatch:
        watch = self._watch
        if not LEAST_COUNT <= watch.count <= MOST_COUNT:
            message = f"A count of {watch.count} cannot be watched."
            self._limit(watch.place, message, f"Write a whole number, {LEAST_COUNT} to {MOST_COUNT}.")
        self._check_fits()
        return BoundWatch(
            f"{self._id}/{watch.id.value}",
            self._names.kinds_of(watch.bears_on),
            watch.of,
            self._same(watch.same),
            watch.count,
            self._days(watch.within, "within"),
            self._when(),
            self._total(),
            watch.without,
            0 if watch.after is None else self._days(watch.after, "after"),
            watch.each_way,
            watch.share,
            self._names.person(watch.asks.role),
            watch.asks.looking,
            ANSWER_DAYS if watch.asks.within is None else self._days(watch.asks.within, "asks within"),
            watch.because.value,
        )

    def _limit(self, at: Text | Place, message: str, what_to_do: str) -> None:
        self._names.wrong(at, "watch-limit", message, what_to_do)

    def _does_not_fit(self, message: str, what_to_do: str) -> None:
        self._names.wrong(self._watch.place, "watch-parts", message, what_to_do)

    def _same(self, name: Text) -> str:
        return name.value if name.value in SHARED else self._names.fact(name)

    def _check_fits(self) -> None:
        watch = self._watch
        if watch.without and watch.of not in _FITS[watch.without]:
            fits = " or ".join(_FITS[watch.without])
            self._does_not_fit(f"without: {watch.without} goes with of: {fits}.", "Change one of them.")
        if watch.after is not None and watch.without not in (Lacking.ANSWER, Lacking.OUTCOME):
            self._does_not_fit("`after` says when an answer or an outcome is missed.", "Remove it.")
        if watch.same.value == "pair" and watch.of is not Matter.APPROVED:
            self._does_not_fit("same: pair is who asked and who approved.", "Write of: approved.")
        if watch.each_way and watch.same.value != "pair":
            self._does_not_fit("`each_way` goes with same: pair.", "Remove it, or write same: pair.")
        if watch.share is not None and (watch.share not in range(1, 100) or watch.of not in _BY_SOMEBODY):
            fits = ", ".join(_BY_SOMEBODY)
            self._does_not_fit(f"`share` is 1 to 99 percent, of: {fits}.", "Correct it, or remove it.")
        if watch.total is not None and (watch.share is not None or watch.each_way):
            self._does_not_fit("`total` does not go with share or each_way.", "Make two watches.")

    def _days(self, length: timedelta | Months | Window, what: str) -> int:
        days = length.days if isinstance(length, timedelta) and not length % timedelta(days=1) else 0
        if not 1 <= days <= MOST_DAYS:
            message = f"`{what}` of a watch is counted in days."
            self._limit(self._watch.place, message, f"Write P1D to P{MOST_DAYS}D.")
            return 1
        return days

    def _when(self) -> PlainTest | None:
        text = self._watch.when
        if text is None:
            return None
        try:
            parts = tuple(plain(clause.tree) for clause in self._conditions.clauses(text))
        except NotPlainError as error:
            message = f"A watch cannot look for {error}."
            self._names.wrong(
                text, "watch-condition", message, "Compare facts with figures: decision.amount <= 500."
            )
            return None
        found = leaves(AllOf(parts))
        if len(found) > MOST_TESTS:
            self._limit(text, f"A watch compares at most {MOST_TESTS} times.", "Split it in two.")
        for one in found:
            if isinstance(one.value, Decimal):
                self._check_figure(one.value, text)
            if isinstance(one.value, str) and len(one.value) > LONGEST_TEXT:
                self._limit(
                    text, f"A watch compares texts of {LONGEST_TEXT} characters at most.", "Shorten it."
                )
        return AllOf(parts) if found else None

    def _total(self) -> tuple[str, Decimal] | None:
        total = self._watch.total
        if total is None:
            return None
        name = self._names.fact(total.fact)
        fact = self._names.facts.get(name)
        if fact is not None and fact.type != NUMBER:
            self._names.wrong(
                total.fact, "type-mismatch", "Only numbers can be added up.", "Name a fact of type number."
            )
        figure = self._conditions.figure(total.over)
        if figure is None:
            return None
        self._check_figure(figure, total.over)
        return name, figure

    def _check_figure(self, figure: Decimal, text: Text) -> None:
        exponent = figure.normalize().as_tuple().exponent
        if abs(figure) > LARGEST or not isinstance(exponent, int) or exponent < -MOST_DECIMALS:
            message = f"{figure} is too large or too fine to be watched."
            self._limit(text, message, f"Write at most 12 digits, and {MOST_DECIMALS} after the full stop.")
