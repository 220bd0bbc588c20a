"""The commands that faults are tried on are all there are, and each does once what it says."""

from flask import request

from api.bootstrap import bootstrap
from tests.api.conftest import Clock, adopt_all, rules, settings  # noqa: F401 fixtures
from tests.faults.commands import COMMANDS
from tests.faults.house import house_of, log_size, times


def test_every_address_that_is_posted_to_is_among_them_and_each_is_done_once(settings, say):  # noqa: F811
    service = bootstrap(settings, clock=Clock())
    adopt_all(service)
    house = house_of(service)
    app = house.clients["owner"].http.application
    posted: set[str] = set()

    def note() -> None:
        if request.method == "POST" and request.url_rule is not None:
            posted.add(request.url_rule.rule)

    app.before_request_funcs.setdefault(None, []).append(note)
    for name, command in COMMANDS.items():
        asked = house.new_name()
        house.ready[asked] = command.prepare(house, asked)
        size = log_size(house)
        reply = command.run(house, asked)
        done = log_size(house) - size, times(house, command, asked)
        assert reply.done, (name, reply)
        assert done == (command.entries, command.kept), (name, done)
        if command.once:
            again = command.run(house, asked)
            assert (again.done, again.said) == (True, reply.said), (name, again)
            assert log_size(house) - size == command.entries, name
    every = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and rule.rule.startswith("/v1/")
    }
    service.close()
    assert not every - posted
    say(f"{len(COMMANDS)} commands, which post to all {len(every)} addresses")
