"""The bundle of a real service's log, checked by its own program where nothing of ours is installed."""

import json
import zipfile

import pytest

from api.commands.rotate_log_key import change_log_key
from api.evidence.bundling import BundleWanted, write_bundle
from govengine.errors import RecordError
from govengine.record import VerifierKey
from tests.api.conftest import HARBOUR, NORTHBRIDGE, question
from tests.api.logs import alter, checkpoint_of, key_of
from tests.record.bundles import empty_environment, run


@pytest.fixture(scope="session")
def python(tmp_path_factory):
    return empty_environment(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def recorded(client, client_of, service):
    """Two decisions, a change of key, and a third."""
    client.propose(question())
    client.propose(question(person__ref="p-2", decision__amount="5000"))
    change_log_key(service.live.appender, service.live.log_key, by="u-9")
    client.propose(question(person__ref="p-3"))
    return service


@pytest.fixture
def bundled(tmp_path, clock):
    def made(service, **wanted):
        path = tmp_path / f"bundle-{len(list(tmp_path.glob('*.zip')))}.zip"
        write_bundle(service.live.engine, path, BundleWanted(**wanted), clock(), lambda done, of: None)
        return path

    return made


def check(python, tmp_path, bundle, *arguments):
    with zipfile.ZipFile(bundle) as packed:
        packed.extract("verify.py", tmp_path / "unpacked")
    return run(python, tmp_path / "unpacked" / "verify.py", bundle, *arguments)


def test_it_is_checked_with_nothing_of_ours_across_a_change_of_key(recorded, bundled, python, tmp_path):
    bundle = bundled(recorded, everything=True)
    with recorded.live.engine.connect() as connection:
        from api.store.signing import keys_of_log

        keys = [key.text() for _, key in keys_of_log(connection)]
    assert len(keys) == 2
    for key in keys:
        code, result = check(python, tmp_path, bundle, "--key", key)
        assert (code, result["findings"]) == (0, [])
        assert (result["size"], result["changes_of_key"], result["withheld"]) == (6, ["entry 4"], 0)
        assert result["opened"] > 10
        assert result["times"] == ["no outside time"]


def test_only_what_a_body_may_see_is_in_its_bundle(recorded, bundled, python, tmp_path):
    nobody = bundled(recorded)
    ours = bundled(recorded, body=NORTHBRIDGE)
    theirs = bundled(recorded, body=HARBOUR)
    for bundle, seen in ((nobody, False), (ours, True), (theirs, False)):
        code, result = check(python, tmp_path, bundle, "--key", key_of(recorded))
        assert (code, result["findings"]) == (0, [])
        with zipfile.ZipFile(bundle) as packed:
            everything = b"".join(packed.read(name) for name in packed.namelist())
        assert (b"p-88120" in everything) is seen
        assert (result["opened"] > 0) is seen
        assert b'"u-1"' not in everything  # who adopted a scheme is nobody's decision
        assert result["withheld"] > 0


def test_a_correction_is_seen_by_who_sees_the_decision(recorded, client, bundled):
    from api.store.subjects import mark_about

    def correct(tx):
        fields = {"facts": {}, "personal": ["person.ref"]}
        made = tx.append("decision.corrected", fields, {"was.person.ref": "p-88120", "is.person.ref": "p-7"})
        mark_about(tx, made.index, [2])

    recorded.live.appender.submit(correct)
    for body, seen in ((NORTHBRIDGE, True), (HARBOUR, False)):
        with zipfile.ZipFile(bundled(recorded, body=body)) as packed:
            assert (b'"p-7"' in packed.read("sides.ndjson")) is seen


def test_it_may_begin_in_the_middle_and_end_in_copies_from_elsewhere(recorded, bundled, python, tmp_path):
    for start in (1, 3, 5):
        bundle = bundled(recorded, start=start, everything=True, outside={"x.txt": checkpoint_of(recorded)})
        code, result = check(python, tmp_path, bundle, "--key", key_of(recorded))
        assert (code, result["findings"]) == (0, [])
        assert (result["from"], result["size"], result["leaves"]) == (start, 6, 6 - start)
        assert len(result["times"]) == 1
    with pytest.raises(RecordError) as refused:
        bundled(recorded, start=6)
    assert refused.value.code == "bundle-range"


def test_it_never_takes_the_place_of_a_file_and_leaves_none_half_written(recorded, bundled, tmp_path, clock):
    path = tmp_path / "b.zip"
    path.write_text("mine")
    for place, code in ((path, "bundle-exists"), (tmp_path / "no" / "b.zip", "bundle-file")):
        with pytest.raises(RecordError) as refused:
            write_bundle(recorded.live.engine, place, BundleWanted(), clock(), lambda done, of: None)
        assert refused.value.code == code
    assert path.read_text() == "mine"
    path.unlink()

    def broken_off(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_bundle(recorded.live.engine, path, BundleWanted(), clock(), broken_off)
    assert list(tmp_path.glob("b.zip*")) == []


TAMPERED = {
    "another amount": (
        "UPDATE entries SET leaf = :leaf WHERE entry_index = 2",
        ("log-replaced", "checkpoint 2"),
    ),
    "an entry dropped": ("DELETE FROM entries WHERE entry_index = 3", ("entry-gap", "entry 3")),
    "a side row changed": (
        "UPDATE side_rows SET body = :body WHERE entry_index = 2",
        ("side-altered", "entry 2"),
    ),
    "a checkpoint changed": (
        "UPDATE checkpoints SET note = replace(note, :three, :two) WHERE size = 3",
        ("signature", "checkpoint 2"),
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_altered_in_the_database_is_named(recorded, bundled, python, tmp_path, what):
    from api.store.reading import entry

    statement, found = TAMPERED[what]
    with recorded.live.engine.connect() as connection:
        stored = entry(connection, 2)
    values = {
        "leaf": stored.leaf.replace(b'"120.00"', b'"920.00"'),
        "body": stored.side.replace(b'"p-88120"', b'"p-88121"'),
        "three": "\n3\n",
        "two": "\n2\n",
    }
    gone = [f"DELETE FROM {t} WHERE entry_index = 3" for t in ("decision_keys", "decision_parties")]
    gone += [f"DELETE FROM {t} WHERE entry_index = 3" for t in ("decisions", "side_rows")]
    given = {name: value for name, value in values.items() if f":{name}" in statement}
    alter(recorded, *(gone if "DELETE" in statement else ()), statement, **given)
    code, result = check(python, tmp_path, bundled(recorded, everything=True), "--key", key_of(recorded))
    assert code == 1
    assert [(one["code"], one["place"]) for one in result["findings"]][:1] == [found]


def test_at_the_command_line_a_bundle_with_personal_values_is_on_the_record(recorded, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from api.cli import main

    monkeypatch.setenv("GOVENGINE_HOME", str(recorded.settings.home))
    monkeypatch.setenv("GOVENGINE_WATCH", "off")
    url = recorded.live.engine.url.render_as_string(hide_password=False)

    def bundle(*words, code=0):
        done = CliRunner().invoke(main, ["log", "bundle", *words, "--database", url, "--json"])
        assert done.exit_code == code, done.output
        return done.output

    told = json.loads(bundle(str(tmp_path / "a.zip")))
    assert (told["entries"], told["personal"]) == (6, False)
    told = json.loads(bundle(str(tmp_path / "b.zip"), "--body", NORTHBRIDGE, "--purpose", "an audit"))
    assert (told["entries"], told["personal"]) == (7, True)  # the reading itself is the seventh
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        last = json.loads(packed.read("leaves.ndjson").splitlines()[-1])
    assert (last["entry"], last["what"], last["count"]) == ("record.read", "bundle", 3)
    bundle(str(tmp_path / "c.zip"), "--all", "--body", NORTHBRIDGE, code=2)


@pytest.mark.parametrize("unpacked", [False, True])
def test_its_decisions_are_decided_again_by_the_texts_in_it(recorded, bundled, tmp_path, unpacked):
    from api.evidence.bundle_check import check_bundle, decide_bundle_again

    def opened(bundle):
        if not unpacked:
            return bundle
        with zipfile.ZipFile(bundle) as packed:
            packed.extractall(bundle.with_suffix(""))
        return bundle.with_suffix("")

    whole = opened(bundled(recorded, everything=True))
    keys = [VerifierKey.parse(key_of(recorded))]
    assert check_bundle(whole, keys)["findings"] == []
    counts, withheld = decide_bundle_again(whole)
    assert ({str(one): n for one, n in counts.counts.items() if n}, withheld) == ({"same": 3}, 0)
    counts, withheld = decide_bundle_again(opened(bundled(recorded)))
    assert (sum(counts.counts.values()), withheld) == (0, 3)


def test_a_decision_in_a_bundle_that_does_not_follow_is_counted_as_different(recorded, bundled, tmp_path):
    from api.evidence.bundle_check import decide_bundle_again

    with zipfile.ZipFile(bundled(recorded, everything=True)) as packed:
        packed.extractall(tmp_path / "bundle")
    path = tmp_path / "bundle" / "leaves.ndjson"
    lines = path.read_bytes().splitlines()
    leaf = json.loads(lines[2])
    leaf["determination"]["may_act"] = not leaf["determination"]["may_act"]
    lines[2] = json.dumps(leaf).encode()
    path.write_bytes(b"\n".join(lines) + b"\n")
    counts, _ = decide_bundle_again(tmp_path / "bundle")
    assert (counts.counts["different"], counts.first_bad) == (1, 2)
