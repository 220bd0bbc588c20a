"""Small DMN models, written out."""

from xml.sax.saxutils import escape

from govengine.dmn.reader import read_model
from govengine.dmn.run import Run

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def document(inner: str) -> bytes:
    return f'<definitions xmlns="{NAMESPACE}" name="m">{inner}</definitions>'.encode()


def text(name: str, content: str) -> str:
    return f"<{name}><text>{escape(content)}</text></{name}>"


def given(names) -> tuple[str, str]:
    """Inputs by these names, and what a decision needs of them."""
    data = "".join(f'<inputData id="i{n}" name="{name}"/>' for n, name in enumerate(names))
    needs = "".join(
        f'<informationRequirement><requiredInput href="#i{n}"/></informationRequirement>'
        for n, _ in enumerate(names)
    )
    return data, needs


def table(policy: str, rows, *, inputs=("x",), outputs=("r",), values=None, default=None) -> str:
    """A decision `d` on inputs by name. A row is (cells of inputs, cells of outputs)."""
    data, needs = given(inputs)
    columns = "".join(f"<input>{text('inputExpression', name)}</input>" for name in inputs)
    more = text("outputValues", values) if values else ""
    more += text("defaultOutputEntry", default) if default else ""
    columns += "".join(f'<output name="{name}">{more}</output>' for name in outputs)
    written = "".join(
        "<rule>"
        + "".join(text("inputEntry", cell) for cell in tests)
        + "".join(text("outputEntry", cell) for cell in results)
        + "</rule>"
        for tests, results in rows
    )
    return (
        f'{data}<decision id="d" name="d">{needs}<decisionTable {policy}>{columns}{written}'
        "</decisionTable></decision>"
    )


def decided(inner: str, facts=None, name: str = "d"):
    return Run(read_model(document(inner), "m.dmn"), facts or {}).decide(name)


def evaluated(expression: str, facts=None):
    """The value of one expression; facts are in scope by name."""
    facts = facts or {}
    data, needs = given(facts)
    logic = text("literalExpression", expression)
    run = Run(
        read_model(document(f'{data}<decision id="d" name="d">{needs}{logic}</decision>'), "m.dmn"), facts
    )
    value = run.decide("d")
    assert not run.problems, (expression, run.problems)
    return value
