"""People who sign in, their visits and their made-up cases, on both databases."""

import pytest
from sqlalchemy import text

from api.store.accounts import (
    any_account,
    create_account,
    disable_account,
    enable_account,
    find_account,
    list_accounts,
    set_password,
)
from api.store.exercises import (
    ExerciseRow,
    exercises_of,
    find_exercise,
    keep_exercise,
    remove_exercise,
)
from api.store.lab_cases import (
    LabCase,
    find_case,
    find_next_case,
    keep_case,
    purge_cases,
    remove_case,
    save_case,
    saved_cases,
)
from api.store.sessions import (
    find_session,
    forget_misses,
    misses_since,
    note_miss,
    open_session,
    purge_misses,
    purge_sessions,
)

LATER = "2999-01-01T00:00:00.000000Z"


@pytest.fixture
def ada(appender):
    return appender.submit(
        lambda tx: create_account(tx, "local", "ada", body="b", role="manager", password_hash="h")
    )


def test_an_identity_has_one_account(engine, appender, ada):
    again = appender.submit(lambda tx: create_account(tx, "local", "ada", body="x", role="owner"))
    other = appender.submit(
        lambda tx: create_account(tx, "https://id.example", "ada", body="b", role="owner")
    )
    assert again is None
    with engine.connect() as connection:
        assert any_account(connection)
        assert find_account(connection, "local", "ada") == ada
        assert find_account(connection, "https://id.example", "ada") == other
        assert [one.id for one in list_accounts(connection)] == [other.id, ada.id]
    assert (ada.must_change, other.must_change) == (True, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda tx, one: set_password(tx, one.id, "other", must_change=False),
        lambda tx, one: disable_account(tx, one.id),
        lambda tx, one: enable_account(tx, one.id),
    ],
)
def test_whatever_changes_an_account_ends_its_sessions(engine, appender, ada, change):
    appender.submit(lambda tx: open_session(tx, "s", ada.id))
    with engine.connect() as connection:
        assert find_session(connection, "s").account == ada
    appender.submit(lambda tx: change(tx, ada))
    with engine.connect() as connection:
        assert find_session(connection, "s") is None


def test_sessions_and_misses_are_let_go(engine, appender, ada):
    appender.submit(lambda tx: open_session(tx, "s", ada.id))
    for _ in range(2):
        appender.submit(lambda tx: note_miss(tx, "n"))
    with engine.connect() as connection:
        assert misses_since(connection, "n", "") == 2
    appender.submit(lambda tx: forget_misses(tx, "n"))
    appender.submit(lambda tx: note_miss(tx, "n"))
    appender.submit(lambda tx: purge_sessions(tx, seen_before="", opened_before=LATER))
    appender.submit(lambda tx: purge_misses(tx, LATER))
    with engine.connect() as connection:
        assert misses_since(connection, "n", "") == 0
        assert find_session(connection, "s") is None


def test_cases_of_one_body(engine, appender):
    for name, came_from, at in (("a", None, "1"), ("b", "a", "2"), ("c", "a", "3")):
        case = LabCase(name, "b", "u-1", at, "{}", came_from)
        appender.submit(lambda tx, case=case: keep_case(tx, case))
    appender.submit(lambda tx: save_case(tx, "a", "title"))
    with engine.connect() as connection:
        assert find_case(connection, "a", "b", "9").title == "title"
        assert find_case(connection, "a", "other", "0") is None
        assert find_case(connection, "b", "b", "3") is None
        assert find_next_case(connection, "a", "u-1").id == "c"
        assert find_next_case(connection, "a", "u-2") is None
        assert [one.id for one in saved_cases(connection, "b", 10)] == ["a"]
    appender.submit(lambda tx: purge_cases(tx, "3"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM lab_cases ORDER BY id")).scalars().all() == ["a", "c"]
    appender.submit(lambda tx: remove_case(tx, "a"))
    with engine.connect() as connection:
        assert saved_cases(connection, "b", 10) == []


def test_exercises_of_one_body(engine, appender):
    rows = [ExerciseRow(name, "b", "title", at, "[]") for name, at in (("a", "1"), ("c", "2"), ("d", "2"))]
    for row in rows:
        appender.submit(lambda tx, row=row: keep_exercise(tx, row))
    with engine.connect() as connection:
        assert find_exercise(connection, "a", "b") == rows[0]
        assert find_exercise(connection, "a", "other") is None
        assert [one.id for one in exercises_of(connection, "b", 2)] == ["c", "d"]
        assert exercises_of(connection, "other", 2) == []
    appender.submit(lambda tx: remove_exercise(tx, "a", "other"))
    with engine.connect() as connection:
        assert find_exercise(connection, "a", "b") is not None
    appender.submit(lambda tx: remove_exercise(tx, "a", "b"))
    with engine.connect() as connection:
        assert find_exercise(connection, "a", "b") is None
