"""Drafts for programs: with ETag and If-Match, and of one's own body alone."""

import io
import zipfile

import pytest

from tests.api.changing import People
from tests.api.conftest import HARBOUR

START = {
    "scheme": "neighbourhood-support",
    "from_version": "2026-04",
    "version": "2026-10",
    "effective_from": "2026-10-01",
    "by": {"ref": "u-1", "role": "team_manager"},
}
BOB = {"ref": "u-2", "role": "service_manager"}


@pytest.fixture
def manager(client_of):
    return client_of(role="manager")


def raised(draft: dict, limit: str = "600") -> dict[str, str]:
    files = dict(draft["files"])
    files["scheme.yaml"] = files["scheme.yaml"].replace(
        "worker_limit: {is: 500", f"worker_limit: {{is: {limit}"
    )
    return files


def save(one, draft, files, etag: str):
    return one.post(f"/v1/drafts/{draft['id']}/save", {"files": files, "by": BOB}, **{"If-Match": etag})


def test_a_draft_is_started_saved_checked_and_compared(manager):
    made = manager.post("/v1/drafts", START)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    draft = made.json
    assert draft["base_version"] == "2026-04"
    assert draft["base_digest"].startswith("sha256:")
    saved = save(manager, draft, raised(draft), made.headers["ETag"])
    assert (saved.status_code, saved.headers["ETag"], saved.json["editors"]) == (200, '"2"', ["u-1", "u-2"])
    here = f"/v1/drafts/{draft['id']}"
    assert manager.get(here).json == saved.json
    assert manager.get(f"{here}/check").json["ready"] is True
    found = manager.get(f"{here}/changes").json
    assert found["effect"] == "loosens"
    assert found["because"] == ["value worker_limit: worker limit £500 → £600"]
    assert manager.get(f"{here}/changes?index=CPI&percent=20").json["effect"] == "uprates by an index"
    assert manager.get(f"{here}/changes?index=CPI&percent=x").json["code"] == "bad-query"
    assert [one["id"] for one in manager.get("/v1/drafts").json["drafts"]] == [draft["id"]]


def test_nobodys_work_is_written_over_unseen(manager):
    draft = manager.post("/v1/drafts", START).json
    assert save(manager, draft, raised(draft), '"1"').status_code == 200
    late = save(manager, draft, raised(draft, "550"), '"1"')
    assert (late.status_code, late.json["code"]) == (412, "draft-saved-since")
    blind = manager.post(f"/v1/drafts/{draft['id']}/save", {"files": raised(draft), "by": BOB})
    assert (blind.status_code, blind.json["code"]) == (428, "version-missing")
    assert "is: 600" in manager.get(f"/v1/drafts/{draft['id']}").json["files"]["scheme.yaml"]


def test_what_does_not_load_has_no_changes(manager):
    draft = manager.post("/v1/drafts", START).json
    files = draft["files"] | {
        "scheme.yaml": draft["files"]["scheme.yaml"].replace("role: support_worker\n", "role: nobody\n")
    }
    save(manager, draft, files, '"1"')
    here = f"/v1/drafts/{draft['id']}"
    checked = manager.get(f"{here}/check").json
    assert checked["ready"] is False
    assert any(
        one["place"].startswith("scheme.yaml:") and "nobody" in one["message"] for one in checked["problems"]
    )
    assert manager.get(f"{here}/changes").json["code"] == "draft-does-not-load"


def test_a_folder_goes_out_and_comes_back(manager):
    draft = manager.post("/v1/drafts", START).json
    content = manager.get(f"/v1/drafts/{draft['id']}/export").data
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    again = manager.post("/v1/drafts/import", {"files": files, "by": BOB})
    assert again.status_code == 201
    assert again.json["files"] == draft["files"]
    assert again.json["digest"] == draft["digest"]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"limits.csv": "id\n"},
        {"scheme.yaml": ""},
        {"scheme.yaml": "scheme: [", "x.csv": ""},
        {"scheme.yaml": "scheme: s", "../x": ""},
        {"scheme.yaml": "scheme: s", ".hidden": ""},
        {"scheme.yaml": "scheme: s\0"},
        {"scheme.yaml": "x" * 900_001},
        {f"{n}.csv": "" for n in range(50)} | {"scheme.yaml": "scheme: s"},
    ],
    ids=range(9),
)
def test_what_is_no_folder_of_a_scheme_is_said(manager, files):
    reply = manager.post("/v1/drafts/import", {"files": files, "by": BOB})
    assert reply.status_code == 422
    assert reply.json["what_to_do"]
    assert manager.get("/v1/drafts").json["drafts"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"from_version": "1999"}, "unknown-version"),
        ({"scheme": "nothing"}, "unknown-version"),
        ({"version": "2026-04"}, "version-taken"),
        ({"version": "../2027"}, "version-taken"),
        ({"by": None}, "bad-member"),
    ],
)
def test_what_cannot_be_started_is_said(manager, change, code):
    assert manager.post("/v1/drafts", START | change).json["code"] == code


def test_it_is_ones_own_bodys(manager, client_of):
    draft = manager.post("/v1/drafts", START).json
    other = client_of(HARBOUR, "manager")
    assert other.get("/v1/drafts").json["drafts"] == []
    assert other.get(f"/v1/drafts/{draft['id']}").json["code"] == "unknown-draft"
    assert save(other, draft, raised(draft), '"1"').json["code"] == "unknown-draft"


def test_a_sandbox_has_drafts_of_its_own(manager, client_of):
    draft = manager.post("/v1/drafts", START).json
    sandbox = client_of(role="manager", sandbox=True)
    assert sandbox.get(f"/v1/drafts/{draft['id']}").status_code == 404
    made = sandbox.post("/v1/drafts", START)
    assert made.status_code == 201
    assert manager.get(f"/v1/drafts/{made.json['id']}").status_code == 404


def test_with_a_key_of_ones_own_a_draft_is_written_in_ones_own_name(service):
    """Else whoever wrote it could agree to it, as if another had."""
    tess = People(service).client("t-1")
    told = tess.post("/v1/drafts", START | {"by": BOB})
    assert (told.status_code, told.json["code"]) == (403, "key-of-another")
    made = tess.post("/v1/drafts", START | {"by": {"ref": "t-1", "role": "team_manager"}}).json
    for path, sent in (
        (f"/v1/drafts/{made['id']}/save", {"files": raised(made), "by": BOB}),
        ("/v1/drafts/import", {"files": raised(made), "by": BOB}),
    ):
        told = tess.post(path, sent, **{"If-Match": '"1"'})
        assert (told.status_code, told.json["code"]) == (403, "key-of-another"), path
    assert tess.get(f"/v1/drafts/{made['id']}").json["editors"] == ["t-1"]
