"""Each sentence in Welsh means what its English one does, part by part."""

import pytest

from api.checking import drafts_in
from govengine.scenarios import STEPS, run_text
from govengine.scenarios.language import ENGLISH, WELSH
from govengine.scenarios.sentence import meaning_of
from govengine.scenarios.welsh import IN_WELSH
from tests.scenarios.test_runner import ROOT

PAIRS = (
    ("the scheme leeds-cs", "y cynllun leeds-cs"),
    ("the scheme a of another body as well", "y cynllun a gan gorff arall hefyd"),
    ("it is recorded on 2025-06-03T10:15:00Z", "fe'i cofnodir ar 2025-06-03T10:15:00Z"),
    ('a team_manager "w-7" of x asks', 'mae team_manager "w-7" o x yn gofyn'),
    ("a team_manager of x asks", "mae team_manager o x yn gofyn"),
    ("the decision is a visit", "y penderfyniad yw visit"),
    ("it is an emergency", "mae'n argyfwng"),
    ("the outcome is settled_home", "y canlyniad yw settled_home"),
    ("a.b is not known", "nid yw a.b yn hysbys"),
    ("a.b is c d", "mae a.b yn c d"),
    ("these facts:", "y ffeithiau hyn:"),
    ("they decided a visit on 2026-05-03", "penderfynasant visit ar 2026-05-03"),
    ("they decided a visit of £1 for another person on 2026-05-03", "penderfynasant visit o £1 ar gyfer person arall ar 2026-05-03"),
    ("somebody else decided a visit for the same person on 2026-05-03", "penderfynodd rhywun arall visit ar gyfer yr un person ar 2026-05-03"),
    ("nothing was decided before", "ni phenderfynwyd dim o'r blaen"),
    ("the duty a/b has been done", "mae'r ddyletswydd a/b wedi'i chyflawni"),
    ('the duty a/b has been done by an amhp "w"', 'mae\'r ddyletswydd a/b wedi\'i chyflawni gan amhp "w"'),
    ('the duty a/b has been done by "w"', 'mae\'r ddyletswydd a/b wedi\'i chyflawni gan "w"'),
    ("the question is asked again", "y gofynnir y cwestiwn eto"),
    ('it cannot be asked: "unknown-fact"', 'ni ellir ei ofyn: "unknown-fact"'),
    *((f"the level is {en}", f"y lefel yw {cy}") for cy, en in WELSH.terms["level"].items()),
    ("the basis is silence", "y sail yw silence"),
    ("they may act", "cânt weithredu"),
    ("they may not act", "ni chânt weithredu"),
    ("it is for the boss to decide", "boss sydd i benderfynu"),
    ("the boss may decide it too", "caiff boss benderfynu hefyd"),
    ("nobody holds it", "nid yw'n perthyn i neb"),
    ('whoever decides must meet "a.b"', 'rhaid i bwy bynnag sy\'n penderfynu fodloni "a.b"'),
    ("the person to ask is another boss", "y person i ofyn iddo yw boss arall"),
    ('the route is "x y"', 'y llwybr yw "x y"'),
    ("the route leads to the boss", "mae'r llwybr yn arwain at boss"),
    ("a second boss agrees first", "mae ail boss yn cytuno yn gyntaf"),
    ("a second boss recommends first", "mae ail boss yn argymell yn gyntaf"),
    ("a second boss is heard first", "mae ail boss yn cael ei glywed yn gyntaf"),
    ("nobody else is in it", "nid oes neb arall ynghlwm wrtho"),
    ('it rests on "a/b"', 'mae\'n dibynnu ar "a/b"'),
    ("a/b would have opened it", "byddai a/b wedi'i agor"),
    ('the summary says "x"', 'mae\'r crynodeb yn dweud "x"'),
    ("the rule a is among the reasons", "mae'r rheol a ymhlith y rhesymau"),
    ("it would change if a.b were c", "byddai'n newid pe bai a.b yn c"),
    ("nothing about the case would change it", "ni fyddai dim am yr achos yn ei newid"),
    ("the schemes that applied include a/1", "mae'r cynlluniau perthnasol yn cynnwys a/1"),
    ('the scheme leaves out "x"', 'mae\'r cynllun yn hepgor "x"'),
    ("the duty a is owed", "mae'r ddyletswydd a yn ddyledus"),
    ("the duty a is owed before the act", "mae'r ddyletswydd a yn ddyledus cyn y weithred"),
    ("the duty a is owed with the act, to b", "mae'r ddyletswydd a yn ddyledus gyda'r weithred, i b"),
    ("the duty a is owed after the act, within P2D", "mae'r ddyletswydd a yn ddyledus ar ôl y weithred, o fewn P2D"),
    ("whoever decides owes the duty a after the act", "mae'r ddyletswydd a ar bwy bynnag sy'n penderfynu ar ôl y weithred"),
    ("the duty a may yet be owed", "gall y ddyletswydd a fod yn ddyledus eto"),
    ("the duty a is not owed", "nid yw'r ddyletswydd a yn ddyledus"),
    ("nothing is owed", "nid oes dim yn ddyledus"),
    ('the duty a says "x"', 'mae\'r ddyletswydd a yn dweud "x"'),
    ("nothing more is needed", "nid oes angen dim mwy"),
    ('"a.b" is needed', 'mae angen "a.b"'),
    ("the answer is complete", "mae'r ateb yn gyflawn"),
    ("more facts could change the answer", "gallai mwy o ffeithiau newid yr ateb"),
)  # fmt: skip


@pytest.mark.parametrize(("english", "welsh"), PAIRS)
def test_a_sentence_in_welsh_means_the_same(english, welsh):
    one, other = meaning_of(english, ENGLISH), meaning_of(welsh, WELSH)
    assert one is not None
    assert other is not None, welsh
    assert other.step.run is one.step.run
    assert {part: said for part, said in other.parts.items() if said} == {
        part: said for part, said in one.parts.items() if said and said != "the"
    }


def test_every_sentence_is_among_the_pairs_or_a_feature():
    said = {meaning_of(english, ENGLISH).step.run for english, _ in PAIRS}
    unsaid = {step.example for step in STEPS if step.run not in said and step.language is ENGLISH}
    # Parts that are in other words in each language: months, and the negation of a sentence.
    assert unsaid == {
        "it is 3 June 2025 at 10:15",
        "all that is needed is person.consent and decision.amount",
    }


def test_each_language_has_every_sentence_with_the_same_parts():
    by_run: dict[object, list[set[str]]] = {}
    for step in STEPS:
        by_run.setdefault(step.run, []).append(set(step.pattern.groupindex))
    assert len(by_run) == len(IN_WELSH)
    assert all(len(parts) == 2 and parts[0] == parts[1] for parts in by_run.values())


PAGE = """\
# language: {code}
Arwedd: x
  Scenario: y
    Anrhegedig a y cynllun trown-hpf
    A mae'n 1 Mehefin 2018
    A mae senior_housing_adviser "a" o unnamed-city-council yn gofyn
    A y penderfyniad yw homelessness_prevention_payment
    A mae the amount yn £1,000
    A mae decision.payee yn landlord
    A mae person.local_connection yn {truth}
    A mae decision.requested_by yn external_agency
    Pryd y gofynnir y cwestiwn
    Yna y cyfan sydd ei angen yw {needed}
"""


@pytest.mark.parametrize("code", ["cy", "cy-GB"])
@pytest.mark.parametrize("truth", ["ie", "Ydy", "oes", "gwir", "yes"])
def test_values_labels_and_lists_in_welsh(code, truth):
    library = drafts_in(ROOT / "rules")
    needed = "decision.months_averted"
    (result,) = run_text(PAGE.format(code=code, truth=truth, needed=needed), "x", library)
    assert result.passed, result.said
    (result,) = run_text(PAGE.format(code=code, truth=truth, needed=f"{needed} ac a.b"), "x", library)
    assert result.said.endswith(f"Needed: {needed}. {result.answer}")


def test_the_nearest_sentence_is_one_of_the_same_language():
    library = drafts_in(ROOT / "rules")
    text = "# language: cy\nArwedd: x\n  Scenario: y\n    Yna y lefl yw atal\n"
    (result,) = run_text(text, "x", library)
    assert "The nearest is: y lefel yw cyfeirio" in result.said
