"""Verification names the first entry that is not what was written, whatever was done to it."""

import dataclasses
import json

import pytest

from govengine.record import (
    EMPTY_ROOT,
    Frontier,
    StoredEntry,
    StoredHead,
    canonical,
    leaf_hash,
    make_entry,
    verify_entries,
)


def moment(second):
    return f"2026-05-02T09:15:{second:02}.000000Z"


def build(recipes):
    """A log from (kind, fields, personal, side) each, a second apart."""
    rows = []
    for index, (kind, fields, personal, side) in enumerate(recipes):
        salts = iter(bytes([index, number]) * 16 for number in range(50))
        made = make_entry(
            kind,
            fields,
            personal,
            side,
            salts=salts.__next__,
            entry_id=f"id-{index}",
            index=index,
            recorded_at=moment(index),
        )
        rows.append(
            StoredEntry(index, f"id-{index}", kind, moment(index), made.leaf_bytes, b"", b"", made.side_bytes)
        )
    return hashed(rows)


def hashed(rows):
    """The rows with hashes, nodes and head to match: what somebody who knows the format could forge."""
    frontier, done = Frontier(), []
    for row in rows:
        frontier, nodes = frontier.append(leaf_hash(row.leaf))
        done.append(dataclasses.replace(row, leaf_hash=nodes[0], nodes=b"".join(nodes)))
    return done, StoredHead(len(done), frontier.root(), done[-1].recorded_at if done else "")


def proposals(count):
    return build(
        [
            ("decision.proposed", {"n": n}, {"person.ref": f"p-{n}", "x": True}, {"note": "n"})
            for n in range(count)
        ]
    )


def flip(data, position=-1):
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)


def altered(rows, index, **changes):
    return [*rows[:index], dataclasses.replace(rows[index], **changes), *rows[index + 1 :]]


def edited(data, edit):
    value = json.loads(data)
    edit(value)
    return canonical(value)


def codes(report):
    return report.bad_index, [problem.code for problem in report.problems]


def test_an_empty_log_verifies():
    report = verify_entries([], StoredHead(0, EMPTY_ROOT, ""))
    assert (report.ok, report.verified, report.root) == (True, 0, EMPTY_ROOT)


@pytest.mark.parametrize("count", [1, 2, 7, 8, 40])
def test_a_log_as_written_verifies(count):
    rows, head = proposals(count)
    told = []
    report = verify_entries(iter(rows), head, progress=told.append)
    assert report.ok, report
    assert (report.verified, report.root, report.erased) == (count, head.root, 0)
    assert told == list(range(1, count + 1))


@pytest.mark.parametrize("index", [0, 3, 7, 9])
@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("leaf", "entry-altered"),
        ("leaf_hash", "entry-altered"),
        ("nodes", "entry-nodes"),
    ],
)
def test_one_flipped_bit_anywhere_names_the_entry(index, column, code):
    rows, head = proposals(10)
    for position in (0, 30, -1):
        bad = altered(rows, index, **{column: flip(getattr(rows[index], column), position)})
        assert codes(verify_entries(bad, head)) == (index, [code])


@pytest.mark.parametrize("index", [0, 3, 7, 9])
def test_no_bit_of_a_side_row_can_be_flipped(index):
    rows, head = proposals(10)
    for position in range(len(rows[index].side)):
        report = verify_entries(altered(rows, index, side=flip(rows[index].side, position)), head)
        assert report.bad_index == index
        assert report.problems[0].code in {"side-altered", "side-missing", "side-uncommitted"}


@pytest.mark.parametrize(
    "changes", [{"entry_id": "other"}, {"kind": "scheme.adopted"}, {"recorded_at": moment(5)}]
)
def test_a_column_that_says_other_than_the_leaf(changes):
    rows, head = proposals(5)
    assert codes(verify_entries(altered(rows, 3, **changes), head)) == (3, ["entry-column"])


def test_a_missing_a_repeated_and_a_swapped_entry():
    rows, head = proposals(5)
    assert codes(verify_entries(rows[:2] + rows[3:], head)) == (2, ["entry-gap"])
    assert codes(verify_entries([*rows[:2], *rows[1:]], head)) == (2, ["entry-gap"])
    assert codes(verify_entries([rows[1], rows[0], *rows[2:]], head)) == (0, ["entry-gap"])
    assert codes(verify_entries(rows[:4], head)) == (None, ["head-size"])
    assert codes(verify_entries([], head)) == (None, ["head-size"])


def test_a_head_that_says_otherwise():
    rows, head = proposals(5)
    for change, code in [
        ({"size": 4}, "head-size"),
        ({"root": flip(head.root)}, "head-root"),
        ({"recorded_at": moment(9)}, "head-time"),
    ]:
        report = verify_entries(rows, dataclasses.replace(head, **change))
        assert codes(report) == (None, [code])
        assert report.problems[0].place == "head"


def test_a_leaf_forged_with_all_its_hashes_still_misses_the_head():
    rows, head = proposals(5)
    leaf = edited(rows[2].leaf, lambda leaf: leaf.update(n=99))
    forged, _ = hashed(altered(rows, 2, leaf=leaf))
    assert codes(verify_entries(forged, head)) == (None, ["head-root"])


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda leaf: leaf.update(index=4), "entry-column"),
        (lambda leaf: leaf.update(format=2), "entry-format"),
        (lambda leaf: leaf.update(commitments=[]), "entry-format"),
        (lambda leaf: leaf.update(commitments={"x": 1}), "entry-format"),
        (lambda leaf: leaf.pop("id"), "entry-format"),
    ],
)
def test_a_leaf_that_is_no_entry(edit, code):
    rows, _ = proposals(5)
    forged, head = hashed(altered(rows, 2, leaf=edited(rows[2].leaf, edit)))
    assert codes(verify_entries(forged, head)) == (2, [code])


@pytest.mark.parametrize("leaf", [b"[]", b'{"b":1,"a":1}', b"not json", b"null", b""])
def test_a_leaf_that_is_no_canonical_object(leaf):
    rows, _ = proposals(5)
    forged, head = hashed(altered(rows, 2, leaf=leaf))
    bad_index, found = codes(verify_entries(forged, head))
    assert bad_index == 2
    assert found in (["entry-not-canonical"], ["entry-format"])


def test_time_does_not_go_backwards():
    rows, _ = proposals(5)
    early = edited(rows[3].leaf, lambda leaf: leaf.update(recorded_at=moment(1)))
    forged, head = hashed(altered(rows, 3, leaf=early, recorded_at=moment(1)))
    assert codes(verify_entries(forged, head)) == (3, ["entry-time"])


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda side: side["values"].update(x=False), "side-altered"),
        (lambda side: side.update(note="other"), "side-altered"),
        (lambda side: side["salts"].update(x="00" * 32), "side-altered"),
        (lambda side: side["salts"].update(x="zz"), "side-altered"),
        (lambda side: side.pop("salts"), "side-altered"),
        (lambda side: side.update(values=[]), "side-altered"),
        (lambda side: side["values"].pop("x"), "side-missing"),
        (lambda side: side["salts"].pop("x"), "side-missing"),
        (lambda side: side["salts"].update(x="00" * 31), "side-missing"),
        (lambda side: side.pop("note"), "side-missing"),
        (lambda side: side["values"].update(extra=1), "side-uncommitted"),
        (lambda side: side.update(extra=1), "side-uncommitted"),
        (lambda side: side["salts"].update(extra="00" * 32), "side-uncommitted"),
        (lambda side: side.update(erased=["x"]), "side-uncommitted"),
        (lambda side: side.update(erased=["other"]), "side-uncommitted"),
        (lambda side: side.update(erased=7), "side-altered"),
    ],
)
def test_whatever_is_done_to_a_side_row_is_seen(edit, code):
    rows, head = proposals(5)
    bad = altered(rows, 3, side=edited(rows[3].side, edit))
    assert codes(verify_entries(bad, head)) == (3, [code])


def test_a_side_row_that_is_gone():
    rows, head = proposals(5)
    assert codes(verify_entries(altered(rows, 3, side=None), head)) == (3, ["side-missing"])


def erase(side, *names):
    def edit(value):
        for name in names:
            value["salts"].pop(name)
            value["values"].pop(name, None)
        value["erased"] = list(names)

    return edited(side, edit)


def test_an_erasure_is_explained_by_a_later_entry_or_reported():
    recipes = [("decision.proposed", {}, {"a": "1", "b": "2"}, {}) for _ in range(3)]
    rows, head = build([*recipes, ("record.erased", {"erases": [{"index": 1, "names": ["a"]}]}, {}, {})])
    explained = altered(rows, 1, side=erase(rows[1].side, "a"))
    report = verify_entries(explained, head)
    assert report.ok, report
    assert report.erased == 1

    too_much = altered(rows, 1, side=erase(rows[1].side, "a", "b"))
    assert codes(verify_entries(too_much, head)) == (1, ["erasure-unexplained"])
    elsewhere = altered(rows, 2, side=erase(rows[2].side, "a"))
    assert codes(verify_entries(elsewhere, head)) == (2, ["erasure-unexplained"])


@pytest.mark.parametrize("erases", [None, {}, [7], [{"index": 1}], [{"index": True, "names": ["a"]}]])
def test_an_erasure_entry_in_another_form_explains_nothing(erases):
    recipes = [("decision.proposed", {}, {"a": "1"}, {}) for _ in range(2)]
    rows, head = build([*recipes, ("record.erased", {"erases": erases}, {}, {})])
    gone = altered(rows, 1, side=erase(rows[1].side, "a"))
    assert codes(verify_entries(gone, head)) == (1, ["erasure-unexplained"])


@pytest.mark.parametrize("changes", [{"leaf": b"{}"}, {"leaf_hash": bytes(32)}, {"nodes": b""}, {"index": 9}])
def test_without_contents_bytes_hashes_and_tree_are_held(changes):
    rows, head = proposals(6)
    assert verify_entries(rows, head, contents=False) == verify_entries(rows, head)
    rows[3] = dataclasses.replace(rows[3], **changes)
    report = verify_entries(rows, head, contents=False)
    assert report == verify_entries(rows, head)
    assert (report.verified, report.bad_index) == (3, 3)


def test_without_contents_times_and_the_head_are_held():
    rows, head = proposals(4)
    backwards = [*rows[:2], dataclasses.replace(rows[2], recorded_at=moment(0)), rows[3]]
    assert verify_entries(backwards, head, contents=False).problems[0].code == "entry-time"
    assert verify_entries(rows[:3], head, contents=False).problems[0].code == "head-size"
    other = dataclasses.replace(head, root=bytes(32))
    assert verify_entries(rows, other, contents=False).problems[0].code == "head-root"


def test_without_contents_no_leaf_is_opened():
    rows, _ = proposals(3)
    closed, head = hashed([dataclasses.replace(row, leaf=b"not JSON", side=None) for row in rows])
    assert verify_entries(closed, head, contents=False).ok
    assert not verify_entries(closed, head).ok
