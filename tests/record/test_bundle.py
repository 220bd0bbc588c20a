"""The audit bundle: checked by a program that stands alone, and made without holding a log in memory."""

import ast
import json
import runpy
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import (
    Frontier,
    KeyType,
    VerifierKey,
    canonical,
    read_canonical,
    sign_rotation,
)
from govengine.record.bundle import bundle_files
from govengine.record.cosignature import cosigned_message
from govengine.record.note import Signature
from tests.record.bundles import (
    DIGEST,
    LOG,
    PROGRAM,
    SCHEMES,
    codes,
    contents,
    decision,
    files_of,
    pack,
    run,
    unpack,
    whole,
)
from tests.record.logs import FOREIGN_KEY, KEY, NEXT_KEY, ORIGIN, THIRD_KEY, log_of, stored

LOADED = runpy.run_path(str(PROGRAM))


def test_the_program_stands_alone():
    source = PROGRAM.read_text()
    assert len(source.splitlines()) < 300
    roots = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                roots |= {name.name.partition(".")[0] for name in names}
            case ast.ImportFrom(module=module, level=level):
                assert level == 0
                roots.add(module.partition(".")[0])
    assert roots - sys.stdlib_module_names == {"cryptography"}


json_texts = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(max_codepoint=0xFFFF)), inner, max_size=3)
    ),
)


@given(json_texts, st.sampled_from([(",", ":"), (", ", ":"), (",", ": ")]), st.booleans(), st.booleans())
def test_the_program_takes_for_canonical_what_we_do(value, separators, ascii_only, in_order):

    text = json.dumps(value, separators=separators, ensure_ascii=ascii_only, sort_keys=in_order)
    line = text.encode(errors="surrogatepass")

    def takes(read):
        try:
            return read() == line
        except (RecordError, ValueError):
            return False

    ours = takes(lambda: canonical(read_canonical(line)))
    assert takes(lambda: LOADED["canonical"](LOADED["STRICT"].decode(line.decode()))) is ours


def test_the_environment_is_empty(python):
    for name in ("govengine", "api", "orjson", "yaml", "pytest", "pip"):
        done = subprocess.run([python, "-I", "-c", f"import {name}"], capture_output=True, check=False)
        assert done.returncode == 1
        assert f"No module named '{name}'".encode() in done.stderr


def test_a_bundle_as_made_verifies_packed_or_not(python, check, tmp_path):
    files = whole()
    code, result = check(files)
    assert (code, result["well"], result["findings"], result["warnings"]) == (0, True, [], [])
    assert (result["from"], result["size"], result["leaves"]) == (0, 12, 12)
    assert (result["opened"], result["withheld"], result["erased"]) == (33, 0, 0)
    assert result["root"] == LOG.frontier.root().hex()
    assert result["times"] == ["no outside time"]
    packed = pack(files, tmp_path / "bundle.zip")
    assert run(python, PROGRAM, packed, "--key", KEY.verifier.text()) == (code, result)


def test_in_plain_words(python, tmp_path):
    folder = unpack(whole(), tmp_path)
    command = [python, "-I", folder / "verify.py", "--key", KEY.verifier.text()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert {"size: 12", "times: no outside time", "well: True"} <= set(done.stdout.splitlines())
    (folder / "checkpoints.ndjson").write_bytes(b"")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "findings: the whole: entries-unsigned: no checkpoint covers entry 11" in done.stdout


def test_without_a_key_it_says_what_that_does_not_show(check):
    code, result = check(whole(), keys=())
    assert (code, len(result["warnings"])) == (0, 1)
    assert "whosever" in result["warnings"][0]


def test_a_key_can_be_in_a_file(python, tmp_path):
    folder, key = unpack(whole(), tmp_path / "bundle"), tmp_path / "log.key"
    key.write_text(f"{KEY.verifier.text()}\n")
    assert run(python, PROGRAM, folder, "--key", key)[0] == 0


@pytest.mark.parametrize(
    "given",
    ["x", "a+b+c", KEY.verifier.text()[:-1], KEY.verifier.text().replace("+", "x+", 1), KEY.text(), ""],
)
def test_a_key_that_is_none(python, tmp_path, given):
    folder = unpack(whole(), tmp_path / "bundle")
    code, said = run(python, PROGRAM, folder, "--key", given)
    if given:
        assert code == 2
        assert "nothing to check" in said
        assert given not in said or len(given) < 10
    else:
        assert codes((code, said)) == [("checkpoint-signature", "checkpoint 1")]


def test_what_is_no_bundle(python, tmp_path):
    (tmp_path / "text").write_text("x")
    for path in (tmp_path, tmp_path / "text", tmp_path / "nowhere"):
        assert run(python, PROGRAM, path, "--key", KEY.verifier.text())[0] == 2


def test_from_the_middle_of_a_log(check):
    before = Frontier.stored(5, LOG.rows.__getitem__)
    files = whole(before=before, checkpoints=[LOG.checkpoint(3), LOG.checkpoint(5), LOG.checkpoint()])
    code, result = check(files)
    assert (code, result["from"], result["size"], result["leaves"]) == (0, 5, 12, 7)
    manifest = json.loads(files["manifest.json"])
    manifest["peaks"][0] = "00" * 32
    wrong = files | {"manifest.json": json.dumps(manifest).encode()}
    assert codes(check(wrong)) == [("log-replaced", "checkpoint 2"), ("log-replaced", "checkpoint 3")]


def test_what_the_reader_may_not_see_is_withheld_and_counted(check):
    files = whole(may_see=lambda row, name: name != "person.ref" and row.index != 3)
    assert b"p-4" not in files["sides.ndjson"]
    code, result = check(files)
    assert (code, result["opened"], result["withheld"]) == (0, 20, 13)


def erased(log, index, *names):
    """What the store does to a side row."""
    side = json.loads(log.entries[index].side_bytes)
    for name in names:
        side["salts"].pop(name)
        side["values"].pop(name, None)
        side.pop(name.removeprefix("side."), None)
    side["erased"] = list(names)
    return canonical(side)


def with_side(log, index, side):
    rows = stored(log)
    rows[index] = type(rows[index])(
        **{name: getattr(rows[index], name) for name in rows[index].__slots__} | {"side": side}
    )
    return rows


def erasure_log():
    erases = ("record.erased", {"erases": [{"index": 1, "names": ["person.ref", "side.note"]}]}, {}, {})
    return log_of([*map(decision, range(3)), erases])


def test_what_an_entry_erased_is_gone_and_everything_still_verifies(check):
    log = erasure_log()
    rows = with_side(log, 1, erased(log, 1, "person.ref", "side.note"))
    code, result = check(files_of(contents(log, entries=lambda: rows, schemes=SCHEMES)))
    assert (code, result["erased"], result["opened"]) == (0, 2, 7)


def test_what_was_erased_without_an_entry_or_not_erased_at_all(check):
    log = erasure_log()
    rows = with_side(log, 2, erased(log, 2, "x"))
    rows[1] = with_side(log, 1, erased(log, 1, "person.ref", "side.note"))[1]
    found = codes(check(files_of(contents(log, entries=lambda: rows, schemes=SCHEMES))))
    assert found == [("erasure-unexplained", "entry 2")]
    found = codes(check(files_of(contents(log, schemes=SCHEMES))))
    assert found == [("erasure-not-done", "entry 1")]


def test_an_entry_cannot_erase_what_comes_after_it(check):
    erases = ("record.erased", {"erases": [{"index": 1, "names": ["x"]}]}, {}, {})
    log = log_of([erases, decision(1)])
    rows = with_side(log, 1, erased(log, 1, "x"))
    found = codes(check(files_of(contents(log, entries=lambda: rows, schemes=SCHEMES))))
    assert found == [("erasure-unexplained", "entry 1")]


def rotated(note=None):
    rotation = ("key.rotated", {"rotation": note or sign_rotation(KEY, NEXT_KEY, 3)}, {}, {})
    return log_of([*map(decision, range(3)), rotation, decision(4)])


@pytest.mark.parametrize("trusted", [KEY, NEXT_KEY])
def test_a_change_of_key_is_followed_from_either_side(check, trusted):
    log = rotated()
    notes = [log.checkpoint(3, [KEY]), log.checkpoint(4, [NEXT_KEY]), log.checkpoint(5, [NEXT_KEY])]
    files = files_of(contents(log, checkpoints=notes, schemes=SCHEMES))
    code, result = check(files, keys=[trusted.verifier])
    assert (code, result["changes_of_key"]) == (0, ["entry 3"])
    late = files_of(contents(log, checkpoints=[log.checkpoint(5, [KEY])], schemes=SCHEMES))
    assert codes(check(late, keys=[trusted.verifier])) == [("checkpoint-signature", "checkpoint 1")]


def test_a_change_of_key_that_one_key_signed(check):
    whole_note = sign_rotation(KEY, NEXT_KEY, 3)
    text, lines = whole_note.split("\n\n")
    for note in (f"{text}\n\n{lines.splitlines()[1]}\n", sign_rotation(KEY, NEXT_KEY, 2)):
        log = rotated(note)
        files = files_of(contents(log, checkpoints=[log.checkpoint(5, [NEXT_KEY])], schemes=SCHEMES))
        assert ("rotation", "entry 3") in codes(check(files, keys=[NEXT_KEY.verifier]))


@pytest.mark.parametrize("trusted", [KEY, NEXT_KEY, THIRD_KEY])
def test_two_changes_of_key_are_followed_from_anywhere(check, trusted):
    first, second = sign_rotation(KEY, NEXT_KEY, 1), sign_rotation(NEXT_KEY, THIRD_KEY, 2)
    rotations = [("key.rotated", {"rotation": note}, {}, {}) for note in (first, second)]
    log = log_of([decision(0), *rotations])
    notes = [log.checkpoint(1, [KEY]), log.checkpoint(2, [NEXT_KEY]), log.checkpoint(3, [THIRD_KEY])]
    files = files_of(contents(log, checkpoints=notes, schemes=SCHEMES))
    assert codes(check(files, keys=[trusted.verifier])) == []
    rotations[1][1]["rotation"] = sign_rotation(KEY, THIRD_KEY, 2)
    log = log_of([decision(0), *rotations])
    files = files_of(contents(log, checkpoints=[log.checkpoint(3, [THIRD_KEY])], schemes=SCHEMES))
    assert ("rotation", "entry 2") in codes(check(files, keys=[trusted.verifier]))


def test_a_witness_that_has_the_logs_name_does_not_speak_for_it(check):
    witness = VerifierKey(ORIGIN, FOREIGN_KEY.verifier.public, KeyType.COSIGNATURE)
    text = LOG.checkpoint().split("\n\n")[0] + "\n"
    signature = bytes(8) + FOREIGN_KEY.sign(cosigned_message(0, text.encode()))
    note = f"{text}\n{Signature(ORIGIN, witness.id, signature).line()}\n"
    assert codes(check(whole(checkpoints=[note]), keys=[witness, KEY.verifier])) == [
        ("checkpoint-signature", "checkpoint 1")
    ]


def test_a_witness_says_when_and_a_kept_copy_is_named(check, tmp_path):
    witness = VerifierKey("witness.example", FOREIGN_KEY.verifier.public, KeyType.COSIGNATURE)
    at, text = 1_790_000_000, LOG.checkpoint(5).split("\n\n")[0] + "\n"
    signature = at.to_bytes(8) + FOREIGN_KEY.sign(cosigned_message(at, text.encode()))
    copy = LOG.checkpoint(5) + Signature(witness.name, witness.id, signature).line() + "\n"
    outside = unpack({"monday.txt": copy.encode()}, tmp_path / "kept")
    code, result = check(whole(), "--outside", outside, keys=[KEY.verifier, witness])
    assert code == 0
    assert result["times"] == [
        "2026-09-21 14:13:20+00:00: witness.example had seen entries before 5",
        f"when {outside}/monday.txt was made: entries before 5 existed",
    ]
    code, result = check(whole(outside={"monday": copy}))
    assert (code, len(result["times"])) == (0, 1)


def test_a_broken_or_doubled_file_in_the_zip(python, tmp_path):
    path = pack(whole(), tmp_path / "bundle.zip")
    with zipfile.ZipFile(path) as packed:
        at = packed.getinfo("leaves.ndjson").header_offset + 60
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))
    code, result = run(python, PROGRAM, path, "--key", KEY.verifier.text())
    assert code == 1
    assert {one["code"] for one in result["findings"]} == {"malformed"}
    path = pack(whole(), tmp_path / "twice.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as packed:
        packed.writestr("leaves.ndjson", b"")
    assert run(python, PROGRAM, path, "--key", KEY.verifier.text())[0] == 2


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "", "..\\x"])
def test_no_file_leads_out_of_the_bundle(path):
    for bundle in (
        contents(LOG, schemes=[(DIGEST, {path: "x"})]),
        contents(LOG, outside={f"../{path}": "x"}),
    ):
        with pytest.raises(RecordError) as caught:
            files_of(bundle)
        assert caught.value.code == "bundle-name"


def test_a_bundle_is_made_piece_by_piece():
    """Entries are asked for twice and never held: 100,000 of them need no more than one."""
    asked, most = [], 0

    def entries():
        asked.append(1)
        row = stored(LOG)[1]
        for index in range(100_000):
            yield type(row)(
                index, row.entry_id, row.kind, row.recorded_at, row.leaf, row.leaf_hash, row.nodes, row.side
            )

    for _, pieces in bundle_files(contents(LOG, entries=entries)):
        most = max(most, *(len(piece) for piece in pieces), 0)
    assert len(asked) == 2
    assert most < 20_000


@pytest.mark.long
def test_in_an_environment_made_as_an_auditor_would(tmp_path):
    """With the network, as the README says: a new environment, pip, and `cryptography` from the index."""
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", "cryptography"], check=True, capture_output=True)
    bundle = unpack(whole(), tmp_path / "bundle")
    assert run(folder / "bin" / "python", bundle / "verify.py", "--key", KEY.verifier.text())[0] == 0
