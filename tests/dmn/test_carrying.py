"""From decision tables to grants and safeguards: what the scheme says is what the table said."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from api.checking import read_folders
from api.cli import main
from api.commands.evaluate import evaluate
from govengine.dmn.carrying import carry
from govengine.dmn.reader import read_model
from govengine.dmn.run import Run
from govengine.dmn.xml import ModelError
from govengine.feel import check as checked
from govengine.feel import compile_expression, parse
from govengine.feel.types import FACT_TYPES
from govengine.scheme import Library
from tests.dmn.models import document, text

TYPES = (
    "<itemDefinition name='tTenure'><typeRef>string</typeRef>"
    '<allowedValues><text>"tenant","owner"</text></allowedValues></itemDefinition>'
)
INPUTS = (("Kind", "string"), ("Amount", "number"), ("Tenure", "tTenure"), ("Agreed", "boolean"))
ROWS = (
    (('"payment"', "<= 500", "-", "-"), ('"Support worker"',)),
    (('"payment", "loan"', "[0..2000]", 'not("owner")', "-"), ('"Team manager"',)),
    (('"loan"', "-", "-", "true"), ('"Director"',)),
    (('"payment"', "-", "-", "-"), ('"Board"',)),
    (('"payment"', "> 9000", "-", "-"), ('"Nobody"',)),
)


def model(rows=ROWS, *, policy="FIRST", outputs=("Role",), inputs=INPUTS, more=""):
    data = "".join(
        f'<inputData id="i{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for name, kind in inputs
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#i{name}"/></informationRequirement>'
        for name, _ in inputs
    )
    columns = "".join(f"<input>{text('inputExpression', name)}</input>" for name, _ in inputs)
    columns += "".join(f'<output name="{name}"/>' for name in outputs)
    written = "".join(
        "<rule>"
        + "".join(text("inputEntry", cell) for cell in tests)
        + "".join(text("outputEntry", cell) for cell in results)
        + "</rule>"
        for tests, results in rows
    )
    table = f'<decisionTable hitPolicy="{policy}" {more}>{columns}{written}</decisionTable>'
    return document(f'{TYPES}{data}<decision id="d" name="Who decides">{needs}{table}</decision>')


READ = read_model(model(), "m.dmn")
CARRIED = carry(READ)
NAMES = {name: FACT_TYPES[one["type"]] for name, one in CARRIED.facts.items()}
NAMES["decision.kind"] = FACT_TYPES["string"]
CONDITIONS = [
    (grant, compile_expression(checked(parse(grant["when"], NAMES), NAMES)[0])) for grant in CARRIED.grants
]


@given(
    st.sampled_from(["payment", "loan"]),
    st.integers(-10, 10_000).map(Decimal),
    st.sampled_from(["tenant", "owner"]),
    st.booleans(),
)
def test_the_grant_that_holds_is_the_row_that_did(kind, amount, tenure, agreed):
    said = Run(READ, {"Kind": kind, "Amount": amount, "Tenure": tenure, "Agreed": agreed}).decide(
        "Who decides"
    )
    facts = {
        "decision.kind": kind,
        "decision.amount": amount,
        "decision.tenure": tenure,
        "decision.agreed": agreed,
    }
    held = [
        CARRIED.roles[grant["role"]]
        for grant, holds in CONDITIONS
        if kind in grant["for"] and holds(facts) is True
    ]
    assert held == ([said] if said is not None else [])


def test_what_was_written_out_otherwise_is_said():
    assert CARRIED.notes == [
        "Who decides, row 5 is left out: row 4 holds for all it could.",
        "Who decides: the first row that holds decided, so each row now excludes those before.",
    ]


def imported(tmp_path, data, *more):
    (tmp_path / "m.dmn").write_bytes(data)
    folder = tmp_path / "2026-04-01"
    asked = ["--owner", "council", "--ask", "manager", "--accountable", "director", "--from", "2026-04-01"]
    arguments = ["import-dmn", str(tmp_path / "m.dmn"), "--to", str(folder), *asked, *more]
    return CliRunner().invoke(main, arguments), folder / "scheme.yaml"


def test_the_draft_is_checked_and_answers(tmp_path):
    result, file = imported(tmp_path, model())
    assert result.exit_code == 0, result.output
    assert "excludes those before" in result.output
    library = Library(read_folders([file.parent]))
    facts = {"actor": {"role": "support_worker"}, "decision": {"kind": "payment", "amount": "400"}}
    now = datetime(2026, 5, 1, tzinfo=UTC)
    answer = evaluate({"scheme": "m", "facts": facts}, library, lambda: library, now)
    assert "Yours to decide. Decided within m/who-decides-1." in answer["summary"]


def test_a_duty_makes_a_safeguard(tmp_path):
    rows = (
        (
            ('"payment"', "> 100", "-", "-"),
            ('"Keep the invoice"', '"Receipts"', '"Money is public"', '"Part 3"'),
        ),
    )
    data = model(rows, policy="COLLECT", outputs=("duty", "title", "because", "authority"))
    result, file = imported(tmp_path, data)
    assert result.exit_code == 0, result.output
    [safeguard] = yaml.safe_load(file.read_text("utf-8"))["safeguards"]
    assert safeguard["when"] == "decision.amount > 100"
    assert safeguard["duties"][0]["do"] == "Keep the invoice"


def test_nothing_is_written_over(tmp_path):
    imported(tmp_path, model())
    result, _ = imported(tmp_path, model())
    assert result.exit_code == 2
    assert "is there already" in result.output


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (model(policy="OUTPUT ORDER"), "OUTPUT ORDER"),
        (model(policy="COLLECT", more='aggregation="SUM"'), "COLLECT SUM"),
        (model(outputs=("Approval",)), "approval"),
        (model([(('"payment"', "null", "-", "-"), ('"Clerk"',))]), "null"),
        (model([(("> 5", "-", "-", "-"), ('"Clerk"',))]), "kind"),
        (model([(('"payment"', "-", "-", "-"), ("Amount",))]), "role"),
        (model([(('"payment"', '"many"', "-", "-"), ('"Clerk"',))]), "many"),
        (model(inputs=(("Kind", "string"), ("Amount", "tMoney"), *INPUTS[2:])), "Amount"),
        (document('<decision id="d" name="Rate">' + text("literalExpression", "1") + "</decision>"), "Rate"),
        (document(""), "no decision"),
    ],
)
def test_what_cannot_be_carried_is_named_with_its_line(data, named):
    with pytest.raises(ModelError) as error:
        carry(read_model(data, "m.dmn"))
    problem = error.value.problems[0]
    assert problem.code == "not-carried"
    assert named in problem.message
    assert problem.place.startswith("m.dmn:")
