"""On SQLite the appender has one connection, whatever others do with the rest."""

import threading

from sqlalchemy import event

from api.store import connect


def test_the_appender_keeps_its_connection_and_nobody_else_gets_it(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'log.db'}")
    used: dict[str, set[int]] = {}

    @event.listens_for(engine, "checkout")
    def note(connection, _record, _proxy):
        used.setdefault(threading.current_thread().name, set()).add(id(connection))

    def work(turns):
        for _ in range(turns):
            with engine.connect() as connection, engine.connect():
                connection.exec_driver_sql("SELECT 1")

    def append(turns):
        for _ in range(turns):
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")

    with engine.connect():  # the appender does not come first
        appender = threading.Thread(target=append, args=(200,), name="appender")
        others = [threading.Thread(target=work, args=(100,), name=f"other {n}") for n in range(4)]
        for thread in (appender, *others):
            thread.start()
        for thread in (appender, *others):
            thread.join()
    own = used.pop("appender")
    assert len(own) == 1
    assert not own & set().union(*used.values())
    assert engine.pool.checkedout() == 0
    engine.dispose()
    assert engine.pool.checkedout() == 0


def test_what_it_kept_is_closed_with_the_rest(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'log.db'}")
    closed = []
    event.listen(engine, "close", lambda connection, _record: closed.append(connection))

    def append():
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    thread = threading.Thread(target=append, name="appender")
    thread.start()
    thread.join()
    assert not closed
    assert (engine.pool.checkedin(), engine.pool.checkedout()) == (1, 0)
    engine.dispose()
    assert len(closed) == 1
