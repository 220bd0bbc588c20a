"""The step by which a decision is handed over."""

from pytest_bdd import parsers, scenarios, when

from features.life.town import Town

scenarios("life/handovers.feature")


@when(parsers.re(r"(?P<who>[A-Z]\w+) offers the decision to (?P<to>[A-Z]\w+)$"))
def _offers_decision(town: Town, who: str, to: str) -> None:
    receiver = town.people[to]
    sent = {"to": {"body": receiver.body, "role": receiver.role}, "said": "I am away from Monday."}
    town.post(who, f"/v1/decisions/{town.decision}/handover", sent)
