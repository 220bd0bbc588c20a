"""Every way to alter a stored log: refused where SQL can refuse it, and named by verification where it cannot.

A log that agrees with itself again (its tail cut, or all of it written anew with the key) is found against any
checkpoint or receipt that somebody has from before.
"""

import base64
from collections import Counter

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from api.bootstrap import bootstrap
from api.evidence.verifying import verify_and_redecide
from api.store.keys import create_key
from api.store.reading import verify_log
from api.store.signing import keys_of_log
from api.store.tables import (
    adoptions,
    checkpoints,
    decision_keys,
    decision_parties,
    decisions,
    entries,
    head,
    log_keys,
    scheme_texts,
    side_rows,
    tree_nodes,
)
from govengine.errors import GovengineError
from govengine.record import (
    Checkpoint,
    Receipt,
    SigningKey,
    compare_with_copies,
    sign_checkpoint,
    verify_entries,
    verify_receipt,
)
from tests.api.conftest import Client, adopt_all, clock, question, rules, settings  # noqa: F401 fixtures
from tests.application import client_on
from tests.faults.tampering import cut_tail, drop_entry, duplicate, flip, swap, unlocked

DECISIONS = 5
FIRST = 2
"""Two adoptions come before the decisions."""
LOG_TABLES = (
    entries, tree_nodes, side_rows, head, adoptions, scheme_texts, decisions, decision_parties, decision_keys, checkpoints,
    log_keys,
)  # fmt: skip
COLUMNS = [(table, column.name) for table in LOG_TABLES for column in table.columns]


class Log:
    """A log with decisions in it, and the receipts that were given for them."""

    def __init__(self, settings, clock) -> None:  # noqa: F811
        self._settings, self._clock = settings, clock
        service = bootstrap(settings, clock=clock)
        adopt_all(service)
        _, secret = service.live.appender.submit(
            lambda tx: create_key(tx, body="northbridge-council", client="c", role="caller")
        )
        client = Client(client_on(service), secret)
        sent = [question(person__ref=f"p-{number}") for number in range(DECISIONS)]
        self.receipts = [Receipt.read(client.propose(one).json["receipt"]) for one in sent]
        self.service, self.engine = service, service.live.engine
        with self.engine.connect() as connection:
            self.keys = [key for _, key in keys_of_log(connection)]
            rows = connection.execute(select(checkpoints).order_by(checkpoints.c.size))
            self.outside = {f"checkpoint {row.size}": row.note for row in rows}
        assert self.found() == []

    def found(self) -> list[tuple[str, str]]:
        """(where, code) of what `govengine log verify` says, by a process that has seen nothing before."""
        try:
            again = bootstrap(self._settings, clock=self._clock)
        except GovengineError as error:
            return [(one.place, one.code) for one in error.problems]  # it will not even start on such a log
        try:
            result = verify_and_redecide(again.live, lambda _done, _of: None)
            assert result.well == (not result.problems)
            return [(one.place, one.code) for one in result.problems]
        finally:
            again.close()

    def against_outside(self) -> list[str]:
        """The codes of what the checkpoints show that somebody kept from before."""
        from api.store.head import read_head
        from api.store.reading import snapshot, stored_entries
        from govengine.record import stated_sizes

        with snapshot(self.engine) as connection:
            sizes = stated_sizes(self.outside.values())
            report = verify_entries(stored_entries(connection), read_head(connection), sizes=sizes)
        return [one.code for one in compare_with_copies(report, self.outside, self.keys).problems]


@pytest.fixture
def log(settings, clock):  # noqa: F811
    made = Log(settings, clock)
    yield made
    made.service.close()


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: getattr(part, "name", part))
def test_a_bit_flipped_in_any_column_is_found(log, table, column):
    """In a row in the middle; where a row belongs to an entry, that entry is named."""
    try:
        with unlocked(log.engine) as connection:
            assert flip(connection, table, column, FIRST)
    except (IntegrityError, DataError):
        assert column == "number", "only the head's number is held by a constraint that is no trigger"
        return
    found = log.found()
    assert found, f"a bit in {table.name}.{column} was flipped, and nobody noticed"
    first = {"entries": FIRST, "tree_nodes": FIRST, "side_rows": FIRST, "decisions": 2 * FIRST}.get(
        table.name
    )
    if first is not None:
        assert found[0][0] == f"entry {first}", found


@pytest.mark.parametrize("index", [0, FIRST, FIRST + 1, FIRST + DECISIONS - 1])
def test_an_entry_dropped_is_named(log, index):
    with unlocked(log.engine) as connection:
        drop_entry(connection, index)
    last = index == FIRST + DECISIONS - 1
    assert log.found()[0] == (("head", "head-size") if last else (f"entry {index}", "entry-gap"))


def test_entries_swapped_are_named(log):
    with unlocked(log.engine) as connection:
        swap(connection, FIRST + 1, FIRST + 3)
    assert log.found()[0][0] == f"entry {FIRST + 1}"


def test_an_entry_that_stands_there_twice_is_named(log):
    with unlocked(log.engine) as connection:
        duplicate(connection, FIRST)
    assert log.found()[0][0] == f"entry {FIRST + DECISIONS}"


def test_a_tail_cut_off_with_the_head_rewritten_is_found_by_any_later_checkpoint(log):
    with unlocked(log.engine) as connection:
        cut_tail(connection, FIRST + 2)
    assert verify_log(log.engine).ok, "the log agrees with itself again"
    assert log.found() == [], "nor can its own tables tell"
    assert set(log.against_outside()) == {"log-cut"}
    assert len(log.against_outside()) == DECISIONS - 2, "every checkpoint from after the cut says so"


def test_a_log_written_anew_with_the_key_is_found_by_any_earlier_checkpoint(log, tmp_path, settings, clock):  # noqa: F811
    """The attacker has everything: the rules, the code and the key."""
    from dataclasses import replace

    home = tmp_path / "other"
    home.mkdir()
    for name in ("log.key", "lookup.key"):
        (home / name).write_bytes((settings.home / name).read_bytes())
        (home / name).chmod(0o600)
    other = Log(replace(settings, home=home, database_url=f"sqlite:///{home / 'log.db'}"), clock)
    assert other.keys == log.keys
    other.outside = log.outside
    assert set(other.against_outside()) == {"log-forked"}
    other.service.close()
    receipt, theirs = log.receipts[-1], other.receipts[-1]
    assert verify_receipt(receipt, log.keys).checkpoint.checkpoint.size == theirs.size
    both = compare_with_copies(
        verify_log(log.engine), {"mine": receipt.checkpoint, "theirs": theirs.checkpoint}, log.keys
    )
    assert "checkpoints-forked" in [one.code for one in both.problems], "two checkpoints of one size"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("signature stripped", "note-malformed"),
        ("signed by another key", "note-unverified"),
        ("an old checkpoint in its place", "receipt-size"),
        ("a bit of the signature flipped", "note-signature"),
    ],
)
def test_a_receipt_whose_checkpoint_was_exchanged_is_refused(log, what, code):
    from dataclasses import replace

    receipt = log.receipts[-1]
    lines = receipt.checkpoint.split("\n\n")
    opened = verify_receipt(receipt, log.keys).checkpoint.checkpoint
    match what:
        case "signature stripped":
            note = lines[0] + "\n\n"
        case "signed by another key":
            stranger = SigningKey(opened.origin, bytes(32))
            note = sign_checkpoint(Checkpoint(opened.origin, opened.size, opened.root), [stranger])
        case "an old checkpoint in its place":
            note = log.receipts[0].checkpoint
        case _:
            name, _, signature = lines[1].rstrip("\n").rpartition(" ")
            flipped = bytearray(base64.b64decode(signature))
            flipped[-1] ^= 1
            note = f"{lines[0]}\n\n{name} {base64.b64encode(flipped).decode()}\n"
    with pytest.raises(GovengineError) as caught:
        verify_receipt(replace(receipt, checkpoint=note), log.keys)
    assert caught.value.problems[0].code == code


OVER_AN_ENTRY = {
    "insert or replace": "INSERT OR REPLACE INTO {t} SELECT * FROM {t}",
    "replace": "REPLACE INTO {t} SELECT * FROM {t}",
    "upsert": "INSERT INTO {t} SELECT * FROM {t} WHERE true ON CONFLICT ({k}) DO UPDATE SET {c} = excluded.{c}",
    "update": "UPDATE {t} SET {c} = {c}",
    "delete": "DELETE FROM {t}",
    "truncate": "TRUNCATE {t} CASCADE",
}
ONLY_ON = {"insert or replace": "sqlite", "replace": "sqlite", "truncate": "postgresql"}
MAY = {
    ("side_rows", "update"),
    ("side_rows", "upsert"),
    ("head", "update"),
    ("head", "upsert"),
    ("decision_keys", "delete"),
}
"""What erasure and appending need; the head only grows, and a deleted look-up key is told from a missing one."""


def test_sql_alone_alters_nothing(log, say):
    """Triggers refuse every statement over every log table, whichever way it goes round."""
    dialect = log.engine.dialect.name
    refused: Counter[str] = Counter()
    for table in LOG_TABLES:
        keys = ", ".join(column.name for column in table.primary_key.columns)
        column = next((one.name for one in table.columns if not one.primary_key), keys.split(",")[0])
        for what, statement in OVER_AN_ENTRY.items():
            if ONLY_ON.get(what, dialect) != dialect or (table.name, what) in MAY:
                continue
            if table is decision_keys and what in ("insert or replace", "replace"):
                continue  # all its columns are its key: over itself it is the same row
            with log.engine.connect() as connection, pytest.raises(DBAPIError) as caught:
                connection.execute(text(statement.format(t=table.name, k=keys, c=column)))
            assert "append-only" in str(caught.value.orig), (table.name, what, caught.value)
            refused[what] += 1
    say(f"refused by triggers on {dialect}: {refused.total()}: {dict(refused)}")
    assert log.found() == []


def test_a_checkpoint_of_another_history_put_into_the_table_is_named(log):
    with unlocked(log.engine) as connection:
        key = SigningKey.parse((log._settings.home / "log.key").read_text())
        forged = sign_checkpoint(Checkpoint(key.name, FIRST + 2, bytes(32)), [key])
        connection.execute(update(checkpoints).where(checkpoints.c.size == FIRST + 2).values(note=forged))
    assert log.found() == [(f"checkpoint {FIRST + 2}", "log-forked")]


def test_a_row_beside_the_log_that_belongs_to_no_entry_is_named(log):
    """A decision that never was would count towards somebody's limit."""
    with unlocked(log.engine) as connection:
        row = dict(connection.execute(select(decisions).limit(1)).mappings().one())
        connection.execute(insert(decisions), row | {"entry_index": 0, "id": "never"})
    assert log.found() == [("entry 0", "read-model-altered")]


def test_a_node_of_the_tree_that_belongs_to_no_entry_is_named(log):
    """Nothing could be appended any more: its place is taken."""
    with unlocked(log.engine) as connection:
        connection.execute(insert(tree_nodes), {"entry_index": FIRST + DECISIONS + 3, "hashes": bytes(32)})
    assert log.found() == [(f"entry {FIRST + DECISIONS + 3}", "read-model-altered")]
