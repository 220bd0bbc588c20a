"""Whatever is done to a bundle is named by the program inside it."""

import json

import pytest

from govengine.record import Checkpoint, canonical, sign_checkpoint
from tests.record.bundles import DIGEST, LOG, SCHEMES, codes, contents, decision, files_of, unpack, whole
from tests.record.logs import FOREIGN_KEY, KEY, NEXT_KEY, ORIGIN, log_of, proposals

# What somebody might do to a bundle. Each takes its files and gives others.


def edit_lines(name, edit):
    def tampered(files):
        lines = files[name].splitlines(keepends=True)
        return files | {name: b"".join(edit(lines))}

    return tampered


def replace(name, old, new):
    def tampered(files):
        assert old in files[name]
        return files | {name: files[name].replace(old, new, 1)}

    return tampered


def checkpoints(*notes):
    return lambda files: files | {"checkpoints.ndjson": b"".join(canonical(note) + b"\n" for note in notes)}


def without(name):
    return lambda files: {other: data for other, data in files.items() if not other.startswith(name)}


def counted(**counts):
    """The manifest of somebody who tampers with care."""

    def tampered(files):
        manifest = json.loads(files["manifest.json"])
        manifest["counts"] |= counts
        return files | {"manifest.json": json.dumps(manifest).encode()}

    return tampered


def all_of(*steps):
    def tampered(files):
        for step in steps:
            files = step(files)
        return files

    return tampered


def truncated(files):
    """The last two entries and their side rows gone, and the manifest to match."""
    cut = edit_lines("sides.ndjson", lambda lines: lines[:-2])(files)
    cut = edit_lines("leaves.ndjson", lambda lines: lines[:-2])(cut)
    return counted(leaves=10, opened=27)(cut)


def forged(files):
    """Another log, whole, by somebody who has not the key."""
    log = log_of([("clock.stepped", {}, {}, {})] * 12)
    note = sign_checkpoint(Checkpoint(ORIGIN, 12, log.root(12)), [NEXT_KEY])
    return files_of(contents(log, checkpoints=[note], keys=[NEXT_KEY.verifier]))


OTHER_ROOT = sign_checkpoint(Checkpoint(ORIGIN, 12, bytes(32)), [KEY])
STRIPPED = LOG.checkpoint().split("\n\n")[0] + "\n"

MATRIX = {
    "a bit of an entry": (replace("leaves.ndjson", b'"n":4', b'"n":5'), "log-replaced", "checkpoint 1"),
    "a bit of an entry's form": (replace("leaves.ndjson", b'"n":4', b'"n" 4'), "malformed", "entry 4"),
    "a bit of an entry's index": (replace("leaves.ndjson", b'"index":4', b'"index":5'), "entry-gap", "entry 4"),
    "a bit of an entry's time": (replace("leaves.ndjson", b"09:00:04", b"09:00:02"), "entry-time", "entry 4"),
    "a bit of an entry's format": (replace("leaves.ndjson", b'"format":1', b'"format":3'), "entry-format", "entry 0"),
    "a bit of a commitment": (
        edit_lines("leaves.ndjson", lambda lines: [*lines[:4], flipped_commitment(lines[4]), *lines[5:]]),
        "side-altered",
        "entry 4",
    ),
    "spaces in an entry": (replace("leaves.ndjson", b'"n":4', b'"n": 4'), "entry-format", "entry 4"),
    "a bit of a value": (replace("sides.ndjson", b'"p-4"', b'"p-5"'), "side-altered", "entry 4"),
    "a bit of free text": (replace("sides.ndjson", "é.".encode(), "è.".encode()), "side-altered", "entry 1"),
    "a bit of a salt": (replace("sides.ndjson", b'"x":"05', b'"x":"04'), "side-altered", "entry 5"),
    "a value taken out": (replace("sides.ndjson", b'"person.ref":"p-4",', b""), "side-missing", "entry 4"),
    "a value added": (replace("sides.ndjson", b'"p-4"', b'"p-4","w":1'), "side-uncommitted", "entry 4"),
    "a side row dropped": (edit_lines("sides.ndjson", lambda lines: lines[:3] + lines[4:]), "side-missing", "entry 4"),
    "the last side row dropped": (edit_lines("sides.ndjson", lambda lines: lines[:-1]), "side-missing", "entry 11"),
    "a side row added": (edit_lines("sides.ndjson", lambda lines: [*lines, lines[-1]]), "side-uncommitted", "the whole"),
    "an entry dropped": (edit_lines("leaves.ndjson", lambda lines: lines[:4] + lines[5:]), "entry-gap", "entry 4"),
    "two entries swapped": (
        edit_lines("leaves.ndjson", lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]]),
        "entry-gap",
        "entry 4",
    ),
    "an entry twice": (edit_lines("leaves.ndjson", lambda lines: lines[:5] + lines[4:]), "entry-gap", "entry 5"),
    "the tail cut": (truncated, "tail-cut", "checkpoint 1"),
    "the tail cut with its checkpoints": (all_of(truncated, checkpoints()), "entries-unsigned", "the whole"),
    "every entry dropped": (all_of(without("leaves"), without("sides")), "tail-cut", "checkpoint 1"),
    "the whole log replaced": (forged, "checkpoint-signature", "checkpoint 1"),
    "a signature stripped": (checkpoints(STRIPPED), "malformed", "checkpoint 1"),
    "a signature of another text": (
        checkpoints(STRIPPED.replace("\n12\n", "\n11\n") + LOG.checkpoint()[len(STRIPPED) :]),
        "signature",
        "checkpoint 1",
    ),
    "another key of the same name": (checkpoints(LOG.checkpoint(keys=[NEXT_KEY])), "checkpoint-signature", "checkpoint 1"),
    "another log's key": (checkpoints(LOG.checkpoint(keys=[FOREIGN_KEY])), "checkpoint-signature", "checkpoint 1"),
    "an old checkpoint": (checkpoints(LOG.checkpoint(10)), "entries-unsigned", "the whole"),
    "no checkpoint": (without("checkpoints"), "entries-unsigned", "the whole"),
    "two checkpoints of one size": (
        all_of(checkpoints(LOG.checkpoint(), OTHER_ROOT), counted(checkpoints=2)),
        "fork",
        "checkpoint 2",
    ),
    "a checkpoint of another root": (checkpoints(OTHER_ROOT), "log-replaced", "checkpoint 1"),
    "another origin": (replace("manifest.json", ORIGIN.encode(), b"o"), "checkpoint-signature", "checkpoint 1"),
    "more claimed than there is": (counted(leaves=13), "manifest", "the whole"),
    "less withheld than there is": (counted(withheld=1), "manifest", "the whole"),
    "a scheme's text gone": (without("schemes/"), "scheme-missing", "the whole"),
}  # fmt: skip


def flipped_commitment(line):
    leaf = json.loads(line)
    first = leaf["commitments"]["x"]
    leaf["commitments"]["x"] = ("0" if first[0] != "0" else "1") + first[1:]
    return canonical(leaf) + b"\n"


@pytest.mark.parametrize("case", MATRIX)
def test_tampering_is_named(check, case):
    tamper, code, place = MATRIX[case]
    found = codes(check(tamper(whole())))
    assert found[0] == (code, place)


def test_only_a_copy_kept_elsewhere_shows_that_the_key_holder_wrote_the_log_anew(check, tmp_path):
    anew = log_of([("scheme.adopted", {"digest": DIGEST}, {}, {}), *map(decision, range(2, 13))])
    files = files_of(contents(anew, schemes=SCHEMES))
    assert codes(check(files)) == []
    kept = unpack({"monday.txt": LOG.checkpoint(5).encode()}, tmp_path / "kept")
    assert codes(check(files, "--outside", kept)) == [("log-replaced", f"{kept}/monday.txt")]
    kept = unpack({"monday.txt": LOG.checkpoint(12).encode()}, tmp_path / "kept")
    assert codes(check(files, "--outside", kept)) == [("fork", f"{kept}/monday.txt")]
    short = files_of(contents(proposals(4)))
    assert codes(check(short, "--outside", kept)) == [("tail-cut", f"{kept}/monday.txt")]
