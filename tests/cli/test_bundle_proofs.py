"""`govengine log prove --bundle`: the receipts a database gives, from a bundle and nothing else."""

import shutil
import zipfile

import pytest

from api.evidence.bundle_proving import receipt_from_bundle
from api.evidence.proving import receipt_for
from api.store import connect
from api.store.proofs import checkpoint_sizes
from govengine.errors import RecordError
from tests.cli.test_commands import place, run
from tests.cli.test_log import alone, recorded, run_alone

__all__ = ["alone", "place", "recorded"]

ENTRIES = 7


@pytest.fixture
def log(recorded):
    """The database of a log that was signed at several sizes, and where it is."""
    place, _, _ = recorded
    for _ in range(ENTRIES - 3):
        run(place, "demonstrate")
    engine = connect(f"sqlite:///{place}/.govengine/log.db")
    with engine.connect() as connection:
        yield place, connection
    engine.dispose()


@pytest.fixture
def unpacked(recorded, alone):
    """A bundle of three entries as a folder."""
    place, _, _ = recorded
    run(place, "log", "bundle", "b.zip")
    with zipfile.ZipFile(place / "b.zip") as packed:
        packed.extractall(alone / "unpacked")
    return alone / "unpacked"


def test_every_entry_at_every_size_has_the_receipt_that_the_database_gives(log, tmp_path):
    place, connection = log
    sizes = [*checkpoint_sizes(connection)]
    assert sizes[-1] == ENTRIES
    compared = 0
    for start in range(ENTRIES):
        bundle = tmp_path / f"from-{start}.zip"
        run(place, "log", "bundle", str(bundle), "--from", str(start))
        for index in range(start, ENTRIES):
            for size in (None, *(size for size in sizes if size > index)):
                wanted = receipt_for(connection, str(index), size)
                assert receipt_from_bundle(bundle, str(index), size) == wanted
                compared += 1
    assert compared > ENTRIES * (ENTRIES + 1)


def test_it_needs_neither_database_nor_service(recorded, alone):
    place, key, decision = recorded
    run(place, "log", "bundle", str(alone / "b.zip"))
    told = run_alone(alone, "log", "prove", decision, "--bundle", "b.zip", "--out", "r.json")
    assert told.startswith("The receipt of entry 2, at ")
    assert "Entry 2 is in the log" in run_alone(alone, "log", "verify", "r.json", "--key", key)
    both = ("--bundle", "b.zip", "--database", "sqlite:///x.db")
    assert "not both" in run_alone(alone, "log", "prove", "2", *both, code=2)


def refused(bundle, named="2", size=None) -> str:
    with pytest.raises(RecordError) as caught:
        receipt_from_bundle(bundle, named, size)
    return caught.value.problems[0].code


def test_what_cannot_be_proved_is_said(recorded, alone):
    place, _, decision = recorded
    bundle = alone / "b.zip"
    run(place, "log", "bundle", str(bundle), "--from", "1")
    assert [refused(bundle, named) for named in ("0", "99", "nobody", "\ud800")] == [
        "unknown-entry", "unknown-entry", "unknown-entry", "bundle-unreadable",
    ]  # fmt: skip
    assert [refused(bundle, decision, size) for size in (2, 99)] == ["no-checkpoint", "no-checkpoint"]


def test_an_altered_bundle_gives_no_receipt(unpacked, tmp_path):
    leaves, manifest = [(unpacked / name).read_bytes() for name in ("leaves.ndjson", "manifest.json")]
    for name, data, code in (
        ("leaves.ndjson", leaves.replace(b'"late":false', b'"late":true'), "proof-mismatch"),
        (
            "leaves.ndjson",
            leaves.replace(b'"attested":"client"', b'"attested":"nobody"', 1),
            "proof-mismatch",
        ),
        ("leaves.ndjson", leaves.split(b"\n", 1)[1], "unknown-entry"),
        ("leaves.ndjson", leaves.split(b"\n", 1)[1] + leaves, "proof-mismatch"),
        ("leaves.ndjson", b"", "unknown-entry"),
        ("manifest.json", manifest.replace(b'"peaks"', b'"peak"'), "bundle-unreadable"),
        ("manifest.json", b'{"format":"govengine-bundle-1","from":1,"peaks":[]}', "bundle-unreadable"),
        ("manifest.json", b'{"format":"govengine-bundle-2","from":0,"peaks":[]}', "bundle-unreadable"),
        ("manifest.json", b"[]", "bundle-unreadable"),
        ("manifest.json", b"[" * 100_000, "bundle-unreadable"),
        ("checkpoints.ndjson", b'{"a":1}\n', "no-checkpoint"),
        ("checkpoints.ndjson", b"{", "bundle-unreadable"),
        ("keys.txt", b"", "note-unverified"),
        ("keys.txt", b"nobody\n", "key-malformed"),
        ("keys.txt", b"\xff\n", "bundle-unreadable"),
    ):
        folder = shutil.copytree(unpacked, tmp_path / "altered")
        assert data != (folder / name).read_bytes()
        (folder / name).write_bytes(data)
        assert refused(folder) == code, (name, data[:60])
        (folder / name).unlink()
        assert refused(folder) == "bundle-unreadable", name
        shutil.rmtree(folder)


def test_what_is_no_bundle_is_said(alone):
    (alone / "no.zip").write_bytes(b"PK no zip")
    (alone / "empty").mkdir()
    with zipfile.ZipFile(alone / "other.zip", "w") as packed:
        packed.writestr("readme.txt", "hello")
    for name in ("no.zip", "empty", "other.zip"):
        assert refused(alone / name) == "bundle-unreadable"


def test_a_damaged_zip_gives_no_receipt(recorded, alone):
    place, _, _ = recorded
    bundle = alone / "b.zip"
    run(place, "log", "bundle", str(bundle))
    whole = bundle.read_bytes()
    with zipfile.ZipFile(bundle) as packed:
        begins = packed.getinfo("leaves.ndjson").header_offset + 100
    bundle.write_bytes(whole[:begins] + bytes(len("damaged")) + whole[begins + len("damaged") :])
    assert refused(bundle) == "bundle-unreadable"
    bundle.write_bytes(whole[: len(whole) // 2])
    assert refused(bundle) == "bundle-unreadable"
