"""Logs made by hand for the tests: entries, their tree, and keys that are for tests only."""

from dataclasses import dataclass

from govengine.record import (
    Checkpoint,
    Frontier,
    Receipt,
    SigningKey,
    StoredEntry,
    inclusion_plan,
    leaf_hash,
    make_entry,
    sign_checkpoint,
    stored_nodes,
)

ORIGIN = "test.example/log"
KEY = SigningKey(ORIGIN, bytes(range(32)))
NEXT_KEY = SigningKey(ORIGIN, bytes(range(32, 64)))
THIRD_KEY = SigningKey(ORIGIN, bytes(range(96, 128)))
FOREIGN_KEY = SigningKey("other.example/log", bytes(range(64, 96)))


def moment(second):
    return f"2026-05-02T{9 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000000Z"


@dataclass
class Log:
    """Entries with the tree over them. `entries` are as `make_entry` gives them."""

    entries: list
    rows: list
    frontier: Frontier

    def root(self, size):
        return Frontier.stored(size, self.rows.__getitem__).root()

    def checkpoint(self, size=None, keys=(KEY,)):
        size = len(self.entries) if size is None else size
        return sign_checkpoint(Checkpoint(keys[0].name, size, self.root(size)), keys)

    def receipt(self, index, size=None, keys=(KEY,)):
        size = len(self.entries) if size is None else size
        proof = inclusion_plan(index, size).compose(stored_nodes(self.rows.__getitem__))
        leaf = self.entries[index].leaf_bytes
        return Receipt(index, size, leaf_hash(leaf), proof, self.checkpoint(size, keys), leaf)


def log_of(recipes):
    """A log from (kind, fields, personal, side) each, a second apart."""
    entries = []
    for index, (kind, fields, personal, side) in enumerate(recipes):
        salts = iter(bytes([index % 256, number]) * 16 for number in range(50))
        entries.append(
            make_entry(
                kind, fields, personal, side,
                salts=salts.__next__, entry_id=f"id-{index}", index=index, recorded_at=moment(index),
            )
        )  # fmt: skip
    return treed(entries)


def treed(entries):
    frontier, rows = Frontier(), []
    for entry in entries:
        frontier, completed = frontier.append(leaf_hash(entry.leaf_bytes))
        rows.append(b"".join(completed))
    return Log(entries, rows, frontier)


def proposals(count):
    return log_of(
        ("decision.proposed", {"n": n}, {"person.ref": f"p-{n}", "x": True}, {"note": f"Note {n}."})
        for n in range(count)
    )


def stored(log, start=0):
    """The entries from `start` on, as a store keeps them."""
    return [
        StoredEntry(
            index,
            entry.leaf["id"],
            entry.leaf["entry"],
            entry.leaf["recorded_at"],
            entry.leaf_bytes,
            leaf_hash(entry.leaf_bytes),
            log.rows[index],
            entry.side_bytes,
        )
        for index, entry in enumerate(log.entries)
        if index >= start
    ]
