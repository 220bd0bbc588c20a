"""Rules in shadow beside what people decided: by rule and team, never by person; and the pilots of a scheme."""

import json

import pytest
from click.testing import CliRunner

from api.cli.main import main
from tests.api.conftest import HARBOUR, question
from tests.api.test_life import act

SHADOW = """\
  - id: hardship-shadow
    for: [hardship_payment]
    role: support_worker
    when: decision.amount <= 800
    level: act
    step: shadow
"""
RULE = "neighbourhood-support/hardship-shadow"
MANAGER = {"ref": "m-7", "role": "service_manager"}
PATH = "/v1/schemes/neighbourhood-support/agreement"

pytestmark = pytest.mark.usefixtures("verified")


@pytest.fixture
def rules(rules):
    scheme = rules / "neighbourhood-support/2026-04/scheme.yaml"
    scheme.write_text(scheme.read_text().replace("tables:\n", SHADOW + "tables:\n", 1))
    return rules


def ask(client, team, person, amount="620"):
    sent = question(actor__team=team, person__ref=person, decision__amount=amount)
    reply = client.propose(sent)
    assert reply.status_code == 201, reply.text
    return reply.json["id"]


def decline(client, decision, why="The landlord pays for it."):
    reply = act(client, decision, "decline", decision, by=MANAGER, why=why)
    assert reply.status_code == 201, reply.text


def report(client_of):
    reply = client_of(role="auditor").get(PATH)
    assert reply.status_code == 200, reply.text
    (rule,) = reply.json["rules"]
    return rule


def test_teams_of_five_and_more_stand_alone_and_the_rest_together(client, client_of):
    for number in range(5):
        decision = ask(client, "north", f"p-{number}")
        assert act(client, decision, "approve", decision, by=MANAGER).status_code == 201
    for team in ("south", "west", None):
        decline(client, ask(client, team, "p-9"))
    ask(client, "north", "p-7")
    rule = report(client_of)
    assert rule["rule"] == RULE
    assert (rule["agree"], rule["differ"], rule["open"], rule["rate"]) == (5, 3, 1, 0.62)
    told = {one["team"]: (one["agree"], one["differ"], one["open"]) for one in rule["teams"]}
    assert told == {"north": (5, 0, 1), None: (0, 3, 0)}
    assert rule["reasons"] == [{"said": "The landlord pays for it.", "count": 3}]


def test_what_was_given_up_or_replaced_says_nothing(client, client_of):
    act(client, ask(client, "north", "p-1"), "withdraw", by={"ref": "w-2041", "role": "support_worker"})
    sent = question(decision__amount="610") | {"supersedes": ask(client, "north", "p-2")}
    assert client.propose(sent).status_code == 201
    rule = report(client_of)
    assert (rule["decided"], rule["ended"], rule["open"], rule["rate"]) == (0, 2, 1, None)


def test_what_the_rule_would_not_have_opened_is_not_in_it(client, client_of):
    decline(client, ask(client, "north", "p-1", amount="900"))
    assert client_of(role="owner").get(PATH).json["rules"] == []


def test_reading_reasons_is_on_the_record_and_reading_counts_is_not(client, client_of, service):
    reads = "SELECT count(*) FROM entries WHERE kind = 'record.read'"

    def count():
        with service.live.engine.connect() as connection:
            return connection.exec_driver_sql(reads).scalar_one()

    decision = ask(client, "north", "p-1")
    report(client_of)
    before = count()
    assert before == 0
    decline(client, decision)
    report(client_of)
    assert count() == 1


def test_another_body_reads_of_its_own_decisions_alone(client, client_of):
    ask(client, "north", "p-1")
    assert client_of(HARBOUR, "auditor").get(PATH).json["rules"] == []
    assert client_of(role="auditor").get("/v1/schemes/none/agreement").status_code == 404


def test_on_the_command_line_counts_and_nobodys_words(client, service):
    decline(client, ask(client, "north", "p-1"))
    words = ["agreement", "neighbourhood-support", "--body", "northbridge-council"]
    words += ["--database", service.settings.database_url]
    env = {"GOVENGINE_HOME": str(service.settings.home), "GOVENGINE_RULES": str(service.settings.rules)}
    env["GOVENGINE_WATCH"] = "off"
    told = CliRunner().invoke(main, words, env=env)
    assert told.exit_code == 0, told.output
    assert f"{RULE}: 0 of 1 agree" in told.output
    found = json.loads(CliRunner().invoke(main, [*words, "--json"], env=env).output)
    assert found["rules"][0]["differ"] == 1
    assert "landlord" not in json.dumps(found)


def test_pilots_of_a_scheme_without_any(client):
    found = client.get("/v1/schemes/neighbourhood-support/pilots").json
    assert (found["host"], found["pilots"]) == ("northbridge-council", [])
    assert client.get("/v1/schemes/none/pilots").status_code == 404
