"""The rows of a table, bound: which kinds each bears on, and the cases it fits."""

from collections.abc import Iterator
from dataclasses import dataclass

from govengine.scheme.checks.region import Region, region_of
from govengine.scheme.checks.written import Written
from govengine.scheme.layering import kinds_of
from govengine.scheme.rules import Grant, Table
from govengine.scheme.stack import BoundGrant


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    grant: BoundGrant
    kinds: frozenset[str]
    region: Region
    columns: tuple[str, ...]
    """The facts that head its columns."""

    @property
    def name(self) -> str:
        """The row as its author finds it: its id and its line."""
        return f"{self.grant.id.partition('/')[2]} (line {self.grant.place.rsplit(':', 2)[1]})"


def tables_of(written: Written) -> Iterator[tuple[Table, list[Row]]]:
    """Each table of the version with its rows, each row once."""
    bound = {grant.id: grant for grant in written.stack.grants}
    by_file: dict[str, list[Grant]] = {}
    for id_, rule in written.rules.items():
        if isinstance(rule, Grant) and id_ in bound:
            by_file.setdefault(rule.place.file, []).append(rule)
    for table in written.version.text.tables:
        folder, _, _ = table.file.place.file.rpartition("/")
        file = f"{folder}/{table.file.value}" if folder else table.file.value
        yield table, [_row(rule, written, bound) for rule in by_file.get(file, ())]


def _row(rule: Grant, written: Written, bound: dict[str, BoundGrant]) -> Row:
    grant = bound[f"{written.version.id}/{rule.id.value}"]
    columns = tuple(fact.value for fact, _ in rule.cells)
    return Row(grant, kinds_of(grant, written.stack), region_of(grant.clauses, written.stack.facts), columns)
