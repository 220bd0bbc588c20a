"""The step that looks at the entry of an authorisation."""

import orjson
from pytest_bdd import parsers, scenarios, then

from api.store.reading import stored_entries
from features.life.town import Town

scenarios("life/competence.feature")


@then(
    parsers.re(
        r'the entry says that (?P<who>[A-Z]\w+) agreed, by (?P<how>\w+), and that "(?P<evidence>[^"]+)" shows it$'
    )
)
def _on_record(town: Town, who: str, how: str, evidence: str) -> None:
    with town.service.live.engine.connect() as connection:
        (one,) = (one for one in stored_entries(connection) if one.kind == "authorisation.given")
    side = orjson.loads(one.side or b"{}")
    assert orjson.loads(one.leaf)["how"] == how
    assert (side["values"]["by"], side["evidence"]) == (town.people[who].by["ref"], evidence)
