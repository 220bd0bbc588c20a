"""What the appender's tests append, and how they look at what came of it."""

from sqlalchemy import func, select

from api.store.reading import verify_log
from api.store.tables import entries


def propose(number=0):
    return lambda tx: tx.append(
        "decision.proposed", {"n": number}, {"person.ref": f"p-{number}"}, {"note": "x"}
    )


def count(engine, table=entries):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def verified(engine):
    report = verify_log(engine)
    assert report.ok, report
    return report.verified


class RefusedError(Exception):
    pass


def refuse_at_once(tx):
    raise RefusedError
