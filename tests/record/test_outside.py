"""A copy of a checkpoint in other hands shows a tail that was cut and a log that was written anew."""

import pytest

from govengine.record import (
    Checkpoint,
    StoredHead,
    VerifierKey,
    compare_with_copies,
    sign_checkpoint,
    sign_rotation,
    stated_sizes,
    verify_entries,
)
from govengine.record.cosignature import cosigned_message
from govengine.record.note import Signature
from govengine.record.note_key import KeyType
from tests.record.logs import FOREIGN_KEY, KEY, NEXT_KEY, log_of, proposals, stored


def report_of(log, copies):
    rows = stored(log)
    last = rows[-1].recorded_at if rows else ""
    head = StoredHead(len(rows), log.frontier.root(), last)
    return verify_entries(rows, head, sizes=stated_sizes(copies.values()))


def compared(log, copies, keys=(KEY.verifier,)):
    report = report_of(log, copies)
    assert report.ok, report.problems
    return compare_with_copies(report, copies, keys)


def codes(comparison):
    return [(problem.place, problem.code) for problem in comparison.problems]


LOG = proposals(12)


def test_copies_of_every_size_agree_with_the_log_they_are_of():
    copies = {f"copy {size}": LOG.checkpoint(size) for size in range(12, -1, -1)}
    comparison = compared(LOG, copies)
    assert comparison.ok
    assert [one.checkpoint.size for one in comparison.seen] == list(range(13))


def test_a_cut_tail_and_a_log_written_anew_are_told_apart():
    copies = {"monday": LOG.checkpoint(5), "tuesday": LOG.checkpoint(12)}
    assert codes(compared(proposals(8), copies)) == [("tuesday", "log-cut")]
    anew = log_of([("decision.proposed", {"n": n, "x": 1}, {}, {}) for n in range(12)])
    assert codes(compared(anew, copies)) == [("monday", "log-forked"), ("tuesday", "log-forked")]
    assert codes(compared(proposals(0), {"monday": LOG.checkpoint(5)})) == [("monday", "log-cut")]


def test_two_checkpoints_of_one_size_are_a_fork_whatever_the_log_says():
    other = sign_checkpoint(Checkpoint(KEY.name, 99, bytes(32)), [KEY])
    another = sign_checkpoint(Checkpoint(KEY.name, 99, bytes(31) + b"\x01"), [KEY])
    found = codes(compared(LOG, {"a": other, "b": another}))
    assert found == [("a", "log-cut"), ("b", "checkpoints-forked")]


def test_what_nobody_signed_proves_nothing():
    note = LOG.checkpoint(5)
    copies = {
        "stripped": note.split("\n\n")[0] + "\n",
        "altered": note.replace("\n5\n", "\n6\n"),
        "foreign": sign_checkpoint(Checkpoint(FOREIGN_KEY.name, 5, LOG.root(5)), [FOREIGN_KEY]),
        "garbage": "x",
    }
    assert codes(compared(LOG, copies)) == [
        ("stripped", "note-malformed"),
        ("altered", "note-signature"),
        ("foreign", "note-unverified"),
        ("garbage", "note-malformed"),
    ]


def rotated(first, then, *, rotation=None):
    recipes = [("decision.proposed", {"n": n}, {}, {}) for n in range(4)]
    note = rotation or sign_rotation(first, then, 4)
    return log_of([*recipes, ("key.rotated", {"rotation": note}, {}, {}), *recipes])


@pytest.mark.parametrize("given", [KEY.verifier, NEXT_KEY.verifier])
def test_after_a_rotation_each_key_speaks_for_its_own_time(given):
    log = rotated(KEY, NEXT_KEY)
    copies = {"before": log.checkpoint(4, [KEY]), "after": log.checkpoint(5, [NEXT_KEY])}
    assert compared(log, copies, [given]).ok
    late = {"late": log.checkpoint(5, [KEY])}
    assert codes(compared(log, late, [given])) == [("late", "note-unverified")]


def test_a_rotation_that_one_key_signed_is_found():
    log = rotated(KEY, NEXT_KEY, rotation=sign_rotation(KEY, NEXT_KEY, 3))
    report = report_of(log, {})
    assert (report.bad_index, report.problems[0].code) == (4, "rotation")


def test_a_rotation_from_a_key_that_was_not_the_logs():
    recipes = [("decision.proposed", {}, {}, {})]
    first, second = sign_rotation(KEY, NEXT_KEY, 1), sign_rotation(KEY, NEXT_KEY, 2)
    rotations = [("key.rotated", {"rotation": note}, {}, {}) for note in (first, second)]
    report = report_of(log_of([*recipes, *rotations]), {})
    assert (report.bad_index, report.problems[0].code) == (2, "rotation")


def test_a_witness_says_when():
    witness = VerifierKey("witness.example", FOREIGN_KEY.verifier.public, KeyType.COSIGNATURE)
    at, text = 1_790_000_000, LOG.checkpoint(5).split("\n\n")[0] + "\n"
    signature = at.to_bytes(8) + FOREIGN_KEY.sign(cosigned_message(at, text.encode()))
    copy = LOG.checkpoint(5) + Signature(witness.name, witness.id, signature).line() + "\n"
    comparison = compared(LOG, {"a": copy}, [KEY.verifier, witness])
    assert comparison.seen[0].cosigned_at == (("witness.example", at),)
