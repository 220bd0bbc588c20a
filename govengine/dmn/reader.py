"""XML to a model (DMN 1.2 to 1.5). What cannot be carried is refused by name, with its line."""

from collections.abc import Callable, Iterator

from lxml import etree

from govengine.dmn.conversion import ItemDefinition
from govengine.dmn.model import (
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedList,
    BusinessKnowledge,
    Conditional,
    Decision,
    DecisionService,
    DecisionTable,
    Entry,
    FeelText,
    FunctionDefinition,
    Input,
    InputData,
    Invocation,
    Iteration,
    Literal,
    Model,
    Output,
    Relation,
    Row,
    Variable,
)
from govengine.dmn.xml import ModelError, refusal, root_of
from govengine.feel.wide_tree import TypeName

NAMESPACES = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}

DEEPEST = 40
"""Boxed expressions inside each other: XML nests further than anybody boxes."""


def read_model(data: bytes, file: str) -> Model:
    """The model in a file's bytes; `file` is what its places are called. Raises ModelError."""
    root = root_of(data, file)
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        message = f"This is {name.localname!r} of {name.namespace or 'no namespace'}, and not a DMN model."
        raise refusal(
            "not-dmn", f"{file}:{root.sourceline or 1}:1", message, "Export it as DMN 1.3, 1.4 or 1.5."
        )
    return _Reader(file, name.namespace).model(root)


def _spaced(name: str | None) -> str:
    """A name with one space between its words, however it is laid out in the file."""
    return " ".join((name or "").split())


class _Reader:
    def __init__(self, file: str, namespace: str) -> None:
        self._file = file
        self._namespace = namespace
        self._depth = 0
        self._members: set[str] = set()
        self._readers: dict[str, Callable[[etree._Element], Boxed]] = {
            "literalExpression": self._literal,
            "decisionTable": self._table,
            "context": self._context,
            "invocation": self._invocation,
            "list": self._list,
            "relation": self._relation,
            "functionDefinition": self._function,
            "conditional": self._conditional,
            "filter": self._filter,
            "for": self._iteration,
            "some": self._iteration,
            "every": self._iteration,
        }

    def wrong(self, element: etree._Element, code: str, message: str, what_to_do: str) -> ModelError:
        return refusal(code, f"{self._file}:{element.sourceline or 1}:1", message, what_to_do)

    def _children(self, element: etree._Element, *names: str) -> Iterator[etree._Element]:
        for child in element:
            name = etree.QName(child) if isinstance(child.tag, str) else None
            if (
                name is not None
                and name.namespace == self._namespace
                and (not names or name.localname in names)
            ):
                yield child

    def _child(self, element: etree._Element, *names: str) -> etree._Element | None:
        return next(self._children(element, *names), None)

    def model(self, root: etree._Element) -> Model:
        for one in self._children(root, "import"):
            message = f"This model imports {one.get('name') or one.get('namespace') or 'another'}."
            raise self.wrong(one, "dmn-import", message, "Put what it needs into one file.")
        allowed: dict[str, FeelText] = {}
        types = {}
        for element in self._children(root, "itemDefinition"):
            definition = self._type(element)
            types[definition.name] = definition
            values = self._text_in(element, "allowedValues")
            if values is not None:
                allowed[definition.name] = values
        inputs = {
            self._id(one): InputData(self._id(one), self._variable_of(one))
            for one in self._children(root, "inputData")
        }
        decisions = {self._id(one): self._decision(one) for one in self._children(root, "decision")}
        knowledge = {
            self._id(one): self._knowledge(one) for one in self._children(root, "businessKnowledgeModel")
        }
        services = {self._id(one): self._service(one) for one in self._children(root, "decisionService")}
        return Model(
            name=root.get("name") or "",
            file=self._file,
            types=types,
            allowed=allowed,
            inputs=inputs,
            decisions=decisions,
            knowledge=knowledge,
            services=services,
            members=frozenset(self._members),
        )

    def _id(self, element: etree._Element) -> str:
        return element.get("id") or element.get("name") or ""

    def _type_name(self, element: etree._Element) -> str | None:
        written: str | None = element.get("typeRef")
        if written is None:
            child = self._child(element, "typeRef")
            written = "".join(child.itertext()).strip() if child is not None else None
        if not written:
            return None
        # `feel:number` is `number`: imports are refused, so a prefix can mean nothing else.
        return written.rpartition(":")[2] if ":" in written else written

    def _type(self, element: etree._Element) -> ItemDefinition:
        components = tuple(self._type(one) for one in self._children(element, "itemComponent"))
        self._members.update(one.name for one in components)
        function = self._child(element, "functionItem")
        return ItemDefinition(
            name=_spaced(element.get("name")),
            type_name=self._type_name(element),
            components=components,
            collection=element.get("isCollection") == "true",
            function=None if function is None else TypeName("function"),
        )

    def _variable_of(self, element: etree._Element) -> Variable:
        variable = self._child(element, "variable")
        name = element.get("name")
        if variable is None:
            return Variable(_spaced(name))
        return Variable(_spaced(variable.get("name") or name), self._type_name(variable))

    def _references(self, element: etree._Element, requirement: str, *kinds: str) -> tuple[str, ...]:
        found = []
        for one in self._children(element, requirement):
            for target in self._children(one, *kinds):
                found.append((target.get("href") or "").rpartition("#")[2])
        return tuple(found)

    def _hrefs(self, element: etree._Element, kind: str) -> tuple[str, ...]:
        return tuple((one.get("href") or "").rpartition("#")[2] for one in self._children(element, kind))

    def _decision(self, element: etree._Element) -> Decision:
        return Decision(
            identifier=self._id(element),
            variable=self._variable_of(element),
            needs=self._references(element, "informationRequirement", "requiredInput", "requiredDecision"),
            knowledge=self._references(element, "knowledgeRequirement", "requiredKnowledge"),
            logic=self._logic(element),
            line=element.sourceline or 1,
        )

    def _knowledge(self, element: etree._Element) -> BusinessKnowledge:
        logic = self._child(element, "encapsulatedLogic")
        return BusinessKnowledge(
            identifier=self._id(element),
            variable=self._variable_of(element),
            knowledge=self._references(element, "knowledgeRequirement", "requiredKnowledge"),
            logic=None if logic is None else self._function(logic),
        )

    def _service(self, element: etree._Element) -> DecisionService:
        return DecisionService(
            identifier=self._id(element),
            variable=self._variable_of(element),
            outputs=self._hrefs(element, "outputDecision"),
            input_decisions=self._hrefs(element, "inputDecision"),
            input_data=self._hrefs(element, "inputData"),
        )

    def _logic(self, element: etree._Element) -> Boxed | None:
        """The first boxed expression directly inside an element."""
        found = self._child(element, *self._readers)
        return None if found is None else self._one(found)

    def _one(self, element: etree._Element) -> Boxed:
        """The boxed expression that an element is."""
        read = self._readers.get(etree.QName(element).localname)
        if read is None:
            message = f"There is no boxed expression {etree.QName(element).localname!r}."
            raise self.wrong(element, "not-dmn", message, "Export it as DMN 1.3, 1.4 or 1.5.")
        self._depth += 1
        if self._depth > DEEPEST:
            message = f"Boxed expressions are more than {DEEPEST} deep."
            raise self.wrong(element, "too-deep", message, "Give the inner ones decisions of their own.")
        made = read(element)
        self._depth -= 1
        return made

    def _needed(self, element: etree._Element) -> Boxed:
        logic = self._logic(element)
        # An expression that was left empty is null, as an empty cell of a form is.
        return Literal(FeelText("null", element.sourceline or 1)) if logic is None else logic

    def _text(self, element: etree._Element | None) -> FeelText | None:
        if element is None:
            return None
        text = self._child(element, "text")
        line = (element if text is None else text).sourceline or 1
        return FeelText("" if text is None else "".join(text.itertext()).strip(), line)

    def _text_in(self, element: etree._Element, name: str) -> FeelText | None:
        found = self._text(self._child(element, name))
        return found if found is not None and found.text else None

    def _literal(self, element: etree._Element) -> Boxed:
        language = element.get("expressionLanguage")
        if language and not language.rstrip("/").endswith("FEEL"):
            message = f"This expression is written in {language}."
            raise self.wrong(element, "expression-language", message, "Write it in FEEL.")
        if self._child(element, "importedValues") is not None:
            message = "This expression imports its values."
            raise self.wrong(element, "dmn-import", message, "Write the values into the model.")
        text = self._text(element) or FeelText("", element.sourceline or 1)
        return Literal(text if text.text else FeelText("null", text.line), self._type_name(element))

    def _table(self, element: etree._Element) -> Boxed:
        inputs = tuple(self._input(one) for one in self._children(element, "input"))
        outputs = tuple(self._output(one) for one in self._children(element, "output"))
        rows = tuple(self._row(one, len(inputs), len(outputs)) for one in self._children(element, "rule"))
        self._members.update(one.name for one in outputs)
        return DecisionTable(
            hit_policy=element.get("hitPolicy") or "UNIQUE",
            aggregation=element.get("aggregation"),
            inputs=inputs,
            outputs=outputs,
            rows=rows,
            line=element.sourceline or 1,
            type_name=self._type_name(element),
        )

    def _input(self, element: etree._Element) -> Input:
        expression = self._child(element, "inputExpression")
        text = self._text(expression)
        if expression is None or text is None or not text.text:
            message = "This column does not say what it tests."
            raise self.wrong(element, "no-input-expression", message, "Give the column an input expression.")
        return Input(
            label=element.get("label") or text.text,
            expression=text,
            type_name=self._type_name(expression),
            values=self._text_in(element, "inputValues"),
        )

    def _output(self, element: etree._Element) -> Output:
        return Output(
            name=_spaced(element.get("name")),
            type_name=self._type_name(element),
            values=self._text_in(element, "outputValues"),
            default=self._text_in(element, "defaultOutputEntry"),
        )

    def _row(self, element: etree._Element, inputs: int, outputs: int) -> Row:
        line = element.sourceline or 1
        tests = tuple(self._text(one) or FeelText("", line) for one in self._children(element, "inputEntry"))
        results = tuple(
            self._text(one) or FeelText("", line) for one in self._children(element, "outputEntry")
        )
        if (len(tests), len(results)) != (inputs, outputs):
            message = f"This rule has {len(tests)} + {len(results)} cells, and the table {inputs} + {outputs} columns."
            raise self.wrong(element, "cells", message, "Give the rule one cell for each column.")
        return Row(tests, results, line)

    def _context(self, element: etree._Element) -> Boxed:
        entries = []
        for one in self._children(element, "contextEntry"):
            variable = self._child(one, "variable")
            named = None
            if variable is not None:
                named = Variable(_spaced(variable.get("name")), self._type_name(variable))
                self._members.add(named.name)
            entries.append(Entry(named, self._needed(one)))
        return BoxedContext(tuple(entries), self._type_name(element))

    def _invocation(self, element: etree._Element) -> Boxed:
        bindings = []
        for one in self._children(element, "binding"):
            parameter = self._child(one, "parameter")
            name = None if parameter is None else parameter.get("name")
            bindings.append((_spaced(name), self._needed(one)))
        return Invocation(self._needed(element), tuple(bindings), self._type_name(element))

    def _boxes(self, element: etree._Element) -> tuple[Boxed, ...]:
        """Every boxed expression directly inside an element."""
        beside = ("description", "extensionElements")
        return tuple(
            self._one(one) for one in self._children(element) if etree.QName(one).localname not in beside
        )

    def _list(self, element: etree._Element) -> Boxed:
        return BoxedList(self._boxes(element), self._type_name(element))

    def _relation(self, element: etree._Element) -> Boxed:
        columns = tuple(_spaced(one.get("name")) for one in self._children(element, "column"))
        self._members.update(columns)
        rows = tuple(self._boxes(row) for row in self._children(element, "row"))
        for row, element_of_row in zip(rows, self._children(element, "row"), strict=True):
            if len(row) != len(columns):
                message = f"This row has {len(row)} cells, and the relation {len(columns)} columns."
                raise self.wrong(element_of_row, "cells", message, "Give the row one cell for each column.")
        return Relation(columns, rows, self._type_name(element))

    def _function(self, element: etree._Element) -> FunctionDefinition:
        kind = element.get("kind") or "FEEL"
        if kind != "FEEL":
            message = f"This function is written in {kind}: its code is outside the model."
            raise self.wrong(element, "external-function", message, "Write the function's body in FEEL.")
        parameters = tuple(
            Variable(_spaced(one.get("name")), self._type_name(one))
            for one in self._children(element, "formalParameter")
        )
        return FunctionDefinition(parameters, self._needed(element), self._type_name(element))

    def _part(self, element: etree._Element, name: str) -> Boxed:
        part = self._child(element, name)
        return self._needed(element if part is None else part)

    def _conditional(self, element: etree._Element) -> Boxed:
        condition, then, otherwise = (self._part(element, name) for name in ("if", "then", "else"))
        return Conditional(condition, then, otherwise, self._type_name(element))

    def _filter(self, element: etree._Element) -> Boxed:
        return BoxedFilter(self._part(element, "in"), self._part(element, "match"), self._type_name(element))

    def _iteration(self, element: etree._Element) -> Boxed:
        kind = etree.QName(element).localname
        body = self._part(element, "return" if kind == "for" else "satisfies")
        variable = _spaced(element.get("iteratorVariable") or "item")
        return Iteration(kind, variable, self._part(element, "in"), body, self._type_name(element))
