"""The ordinary path: each class of record goes when its period is over, and not before; never under a hold."""

import pytest

from api.bootstrap import bootstrap
from api.evidence.verifying import verify_and_redecide
from api.keeping.retention import run_retention
from api.keeping.retention_periods import Period, Periods, RetentionError, period, read_periods
from tests.api.conftest import question
from tests.api.test_erasure import tables

BY = {"ref": "u-1", "role": "lead"}


def quiet(_done, _of):
    pass


def run(service, **more):
    return run_retention(service.live, quiet, **more)


def propose(client, person="p-1"):
    sent = question(person__ref=person) | {"reference": f"CASE-{person}"}
    return client.propose(sent).json["id"]


def years(clock, number):
    clock.now = clock.now.replace(year=clock.now.year + number)


def test_background_papers_go_after_four_years_and_the_decision_after_six(client, service, clock):
    decision = propose(client)
    assert run(service).values == {}
    years(clock, 4)
    clock.forward(seconds=-1)
    assert run(service).values == {}, "a second too early"
    clock.forward(seconds=1)
    outcome = run(service)
    assert outcome.values == {"background_paper": 1}
    assert "CASE-p-1" not in tables(service)
    assert client.get(f"/v1/decisions/{decision}").json["facts"]["person.ref"]["value"] == "p-1"
    years(clock, 2)
    assert run(service).values == {"officer_decision": 5}
    assert "p-1" not in tables(service)
    assert run(service).entries == 0, "only once"
    result = verify_and_redecide(service.live, quiet)
    assert result.well, result.problems


def test_a_dry_run_says_the_same_and_does_nothing(client, service, clock):
    propose(client)
    years(clock, 6)
    before = verify_and_redecide(service.live, quiet).report.verified
    said = run(service, dry_run=True)
    assert verify_and_redecide(service.live, quiet).report.verified == before
    assert "p-1" in tables(service)
    done = run(service)
    assert (said.values, said.entries, said.replies) == (done.values, done.entries, done.replies)
    assert done.replies == 1


def test_never_under_a_hold(client, client_of, service, clock):
    propose(client)
    propose(client, "p-2")
    hold = {"covers": {"person_ref": "p-1"}, "reason": "a complaint", "by": BY}
    placed = client_of(role="auditor").post("/v1/holds", hold)
    years(clock, 7)
    outcome = run(service)
    assert (outcome.held, outcome.values["officer_decision"]) == (1, 6)
    assert "p-1" in tables(service)
    assert "p-2" not in tables(service)
    path = f"/v1/holds/{placed.json['id']}/lift"
    assert client_of(role="auditor").post(path, {"reason": "closed", "by": BY}).status_code == 201
    outcome = run(service)
    assert (outcome.held, outcome.values) == (0, {"officer_decision": 6, "hold_or_proposal": 3})
    assert "p-1" not in tables(service)
    assert "a complaint" not in tables(service)


def test_what_was_read_and_copies_of_replies_go_sooner(client, service, clock):
    decision = propose(client)
    client.http.get(f"/v1/decisions/{decision}", headers=client.headers(**{"Read-Purpose": "p-1 telephoned"}))
    clock.forward(days=31)
    assert run(service).replies == 1
    assert "p-1 telephoned" in tables(service)
    years(clock, 2)
    assert run(service).values == {"reading_record": 1}
    assert "p-1 telephoned" not in tables(service)


def test_more_than_a_page(client, service, clock, monkeypatch):
    from api.keeping import retention

    monkeypatch.setattr(retention, "PAGE", 3)
    for number in range(8):
        propose(client, f"p-{number}")
    years(clock, 6)
    seen = []
    outcome = run_retention(service.live, lambda done, of: seen.append((done, of)))
    assert outcome.values == {"officer_decision": 48}
    assert seen == [(3, 8), (6, 8), (8, 8)]


def test_a_class_of_ones_own(settings, client, service, clock):
    settings.home.mkdir(exist_ok=True)
    settings.retention_file.write_text(
        '[periods]\nadult_social_care = "P8Y"\n[classes]\nhardship_payment = "adult_social_care"\n'
    )
    propose(client)
    service.close()
    years(clock, 6)
    longer = bootstrap(settings, clock=clock)
    assert run(longer).values == {"background_paper": 1}
    years(clock, 2)
    assert run(longer).values == {"adult_social_care": 5}
    longer.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[periods]\nofficer_decision = "P5Y"', "retention-too-short"),
        ('[periods]\nbackground_paper = "P3Y"', "retention-too-short"),
        ('[periods]\nx = "6 years"', "retention-period"),
        ('[periods]\nx = "P"', "retention-period"),
        ('[periods]\nx = "P0D"', "retention-period"),
        ('[classes]\nk = "nothing"', "retention-class"),
        ('[period]\nx = "P6Y"', "retention-key"),
        ("[periods]\nx = 6", "retention-key"),
        ("periods", "retention-file"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, text, code):
    (tmp_path / "retention.toml").write_text(text)
    with pytest.raises(RetentionError) as refused:
        read_periods(tmp_path / "retention.toml")
    assert refused.value.code == code


def test_the_defaults_are_what_the_regulations_say(tmp_path):
    assert read_periods(tmp_path / "none.toml") == Periods()
    assert Periods().of_decision("anything") == Period("P6Y", 72, 0)
    assert Periods().of("background_paper") == period("P4Y")


def test_a_period_from_29_february_ends_on_28(clock):
    start = clock.now.replace(year=2024, month=2, day=29)
    assert period("P1Y").end(start).date().isoformat() == "2025-02-28"
    assert period("P999Y").begin(start).year >= 1
