"""A copy of a whole log, row by row: from any database into an empty one, as it stood at one moment."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Engine, Table, func, insert, select, update

from api.store.head import read_head
from api.store.reading import ROWS_AT_A_TIME, snapshot
from api.store.tables import head, metadata
from govengine.errors import Problem, RecordError


def copy_log(source: Engine, target: Engine, progress: Callable[[int, int], None]) -> int:
    """Copy every row into `target`, which has the tables and no entries; all rows or none. How many there were.

    `progress` is told rows done, and of how many. Raises RecordError `restore-not-empty`.
    """
    with snapshot(source) as reading, target.begin() as writing:
        if read_head(writing).size:
            message = "The database that is to hold the copy holds a log already."
            what_to_do = "Name an empty one, or move that log out of the way; nothing was changed."
            raise RecordError([Problem("restore-not-empty", message, what_to_do)])
        total = sum(_count(reading, table) for table in metadata.sorted_tables)
        done = 0
        for table in metadata.sorted_tables:
            for number in _copy(table, reading, writing):
                done += number
                progress(done, total)
    return done


def _copy(table: Table, reading: Connection, writing: Connection) -> Iterator[int]:
    streaming = reading.execution_options(yield_per=ROWS_AT_A_TIME)
    with streaming.execute(select(table)) as result:
        for rows in result.mappings().partitions(ROWS_AT_A_TIME):
            values = [dict(row) for row in rows]
            if table is head:  # made with the tables
                writing.execute(update(head).values(values[0]))
            else:
                writing.execute(insert(table), values)
            yield len(values)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
