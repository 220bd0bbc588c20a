"""A key that was found is taken as good for a moment: so late, at most, is it noticed that it was revoked."""

from api.auth.bearer import KEPT_SECONDS, Callers
from api.store.keys import create_key, revoke_key


def test_a_revoked_key_is_refused_once_the_moment_is_over(service):
    now = 0.0
    callers = Callers(service.live.engine, lambda: now)
    key, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body="northbridge-council", client="x", role="caller")
    )
    header = f"Bearer {secret}"
    assert callers.of(header).client == key.id
    service.live.appender.submit(lambda tx: revoke_key(tx, key.id))
    now = KEPT_SECONDS - 0.01
    assert callers.of(header) is not None
    now = KEPT_SECONDS
    assert callers.of(header) is None
    assert callers.of(header) is None


def test_a_key_that_nobody_has_is_looked_up_each_time(service):
    callers = Callers(service.live.engine)
    assert callers.of("Bearer gk_unknown") is None
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body="northbridge-council", client="x", role="caller")
    )
    assert callers.of(f"Bearer {secret}") is not None
    assert callers.of(None) is None
    assert callers.of(f"Basic {secret}") is None
