"""Drafts, on both databases: every save is a revision, and none takes another's place unseen."""

import pytest

from api.store.drafts import (
    Base,
    files_at,
    find_draft,
    list_drafts,
    revisions_of,
    save_draft,
    start_draft,
    text_digest,
)

FILES = {"scheme.yaml": "scheme: s\r\n", "limits.csv": "id,for\n"}


@pytest.fixture
def draft(appender):
    base = Base("2026", "sha256:0", FILES)
    return appender.submit(lambda tx: start_draft(tx, body="b", scheme="s", base=base, files=FILES, by="ada"))


def save(appender, draft, seen, files, by):
    now, kept = appender.submit(lambda tx: save_draft(tx, draft.id, seen=seen, files=files, by=by))
    assert kept is (now.files == files)
    return kept


def test_a_draft_keeps_every_revision(appender, engine, draft):
    later = FILES | {"scheme.yaml": "scheme: t\n"}
    assert save(appender, draft, 1, later, "bob")
    assert save(appender, draft, 2, FILES, "ada")
    with engine.connect() as connection:
        found = find_draft(connection, draft.id, "b")
        assert (found.revision, found.files, found.editors) == (3, FILES, ("ada", "bob"))
        assert found.digest == text_digest(FILES) == draft.digest
        assert found.base_files == FILES
        assert files_at(connection, draft.id, 2) == later
        assert files_at(connection, draft.id, 4) is None
        assert [(one.number, one.saved_by) for one in revisions_of(connection, draft.id)] == [
            (3, "ada"),
            (2, "bob"),
            (1, "ada"),
        ]


def test_a_save_from_an_older_revision_keeps_nothing(appender, engine, draft):
    assert save(appender, draft, 1, {"scheme.yaml": "mine"}, "ada")
    assert not save(appender, draft, 1, {"scheme.yaml": "theirs"}, "bob")
    with engine.connect() as connection:
        assert find_draft(connection, draft.id).files == {"scheme.yaml": "mine"}
        assert find_draft(connection, draft.id).editors == ("ada",)


def test_a_draft_is_its_bodys(engine, draft):
    with engine.connect() as connection:
        assert find_draft(connection, draft.id, "elsewhere") is None
        assert list_drafts(connection, "elsewhere", 10) == []
        assert [one.id for one in list_drafts(connection, "b", 10)] == [draft.id]
