"""A model run for one set of facts: each decision is answered once, after those it needs."""

from collections.abc import Callable, Mapping

from govengine.dmn.conversion import SIMPLE, conform
from govengine.dmn.evaluation import Evaluator, Stopped
from govengine.dmn.functions import FUNCTIONS
from govengine.dmn.model import (
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedList,
    Conditional,
    DecisionService,
    DecisionTable,
    FeelText,
    FunctionDefinition,
    Invocation,
    Iteration,
    Literal,
    Model,
    Output,
    Relation,
)
from govengine.dmn.operations import and_, or_
from govengine.dmn.table import settled
from govengine.dmn.values import Function, Undefined, Value
from govengine.errors import Problem
from govengine.feel.faults import SyntaxFault
from govengine.feel.tree import Expression, In, Name
from govengine.feel.wide_parser import WideLexicon, parse_wide, parse_wide_tests
from govengine.feel.wide_tree import TypeName

Scope = Mapping[str, Value]


class Run:
    """One run. `problems` collects what could not be read or was stopped on the way; its value is null."""

    def __init__(self, model: Model, facts: Mapping[str, Value]) -> None:
        self.problems: list[Problem] = []
        self._model = model
        self._facts = facts
        self._evaluator = Evaluator(FUNCTIONS, model.types)
        self._known: dict[str, Value] = {}
        self._running: list[str] = []
        self._trees: dict[tuple[str, bool, frozenset[str]], Expression | None] = {}
        self._lexicons: dict[frozenset[str], WideLexicon] = {}

    def decide(self, name: str) -> Value:
        """The answer to the decision called `name`. Raises KeyError when there is none."""
        decision = self._model.decision_named(name)
        if decision is None:
            raise KeyError(name)
        return self._guarded(decision.line, lambda: self._value_of(decision.identifier))

    def serve(self, name: str) -> Value:
        """The answer of the decision service called `name`. Raises KeyError when there is none."""
        service = self._model.service_named(name)
        if service is None:
            raise KeyError(name)
        return self._guarded(1, lambda: self._served(service))

    def apply(self, name: str, named: Mapping[str, Value]) -> Value:
        """The result of the business knowledge model called `name`. Raises KeyError when there is none."""
        knowledge = self._model.knowledge_named(name)
        if knowledge is None:
            raise KeyError(name)

        def run() -> Value:
            function = self._knowledge(knowledge.identifier)
            return function(*function.in_order(named)) if isinstance(function, Function) else None

        return self._guarded(1, run)

    def _guarded(self, line: int, run: Callable[[], Value]) -> Value:
        try:
            return run()
        except Undefined:
            return None
        except (Stopped, RecursionError) as error:
            place = f"{self._model.file}:{line}:1"
            why = (
                str(error)
                if isinstance(error, Stopped)
                else "expressions inside each other too deep to follow"
            )
            self.problems.append(
                Problem(
                    "dmn-limit", f"This was stopped: {why}.", "Split the model into smaller decisions.", place
                )
            )
            return None

    def _value_of(self, identifier: str) -> Value:
        if identifier in self._known:
            return self._known[identifier]
        given = self._model.inputs.get(identifier)
        if given is not None:
            value = self._as(self._facts.get(given.variable.name), given.variable.type_name)
        else:
            value = self._decided(identifier)
        self._known[identifier] = value
        return value

    def _decided(self, identifier: str) -> Value:
        decision = self._model.decisions.get(identifier)
        if decision is None:
            return None
        if identifier in self._running:
            place = f"{self._model.file}:{decision.line}:1"
            message = f"{decision.variable.name!r} needs its own answer."
            self.problems.append(Problem("dmn-cycle", message, "Remove one of the requirements.", place))
            return None
        self._running.append(identifier)
        scope = {self._name_of(one): self._value_of(one) for one in decision.needs}
        scope.update({self._name_of(one): self._function_of(one) for one in decision.knowledge})
        self._running.pop()
        if decision.logic is None:
            return None
        return self._as(self._boxed(decision.logic, scope), decision.variable.type_name)

    def _name_of(self, identifier: str) -> str:
        model = self._model
        for kind in (model.inputs, model.decisions, model.knowledge, model.services):
            if identifier in kind:
                return kind[identifier].variable.name
        return identifier

    def _function_of(self, identifier: str) -> Value:
        service = self._model.services.get(identifier)
        return self._knowledge(identifier) if service is None else self._service(service)

    def _knowledge(self, identifier: str) -> Value:
        if identifier in self._known:
            return self._known[identifier]
        knowledge = self._model.knowledge.get(identifier)
        if knowledge is None or knowledge.logic is None:
            return None
        scope: dict[str, Value] = {}
        function = self._function(
            knowledge.logic, scope, knowledge.variable.name, knowledge.variable.type_name
        )
        self._known[identifier] = function
        # What it needs may need it again: the scope is filled when the function is there already.
        scope.update({self._name_of(one): self._function_of(one) for one in knowledge.knowledge})
        scope[knowledge.variable.name] = function
        return function

    def _service(self, service: DecisionService) -> Function:
        needed = (*service.input_data, *service.input_decisions)
        names = tuple(self._name_of(one) for one in needed)

        def body(scope: Scope) -> Value:
            inner = Run(self._model, scope)
            inner._evaluator = self._evaluator  # one count of steps, however the model is divided
            for identifier, name in zip(needed, names, strict=True):
                inner._known[identifier] = inner._as(scope.get(name), inner._type_of(identifier))
            result = inner._served(service)
            self.problems += inner.problems
            return result

        types = tuple(self._wanted(self._type_of(one)) for one in needed)
        wanted = self._wanted(service.variable.type_name)
        if wanted is not None and wanted.name in self._model.types:
            wanted = None if self._model.types[wanted.name].function is not None else wanted
        return self._evaluator.function(service.variable.name, names, types, body, {}, returns=wanted)

    def _type_of(self, identifier: str) -> str | None:
        for kind in (self._model.inputs, self._model.decisions):
            if identifier in kind:
                return kind[identifier].variable.type_name
        return None

    def _served(self, service: DecisionService) -> Value:
        for identifier in service.input_decisions:
            self._known.setdefault(identifier, self._facts.get(self._name_of(identifier)))
        answers = {self._name_of(one): self._value_of(one) for one in service.outputs}
        return next(iter(answers.values())) if len(answers) == 1 else answers

    def _as(self, value: Value, type_name: str | None) -> Value:
        return conform(value, self._wanted(type_name), self._model.types)

    @staticmethod
    def _wanted(type_name: str | None) -> TypeName | None:
        return None if type_name is None else TypeName(type_name)

    def _boxed(self, logic: Boxed, scope: Scope) -> Value:
        try:
            value = self._logic(logic, scope)
        except (Undefined, ValueError, ArithmeticError):
            return None
        if isinstance(logic, FunctionDefinition):
            return value
        return self._as(value, logic.type_name)

    def _logic(self, logic: Boxed, scope: Scope) -> Value:
        match logic:
            case Literal():
                return self._feel(logic.text, scope)
            case DecisionTable():
                return self._table(logic, scope)
            case BoxedContext():
                return self._context(logic, scope)
            case Invocation():
                function = self._boxed(logic.function, scope)
                if not isinstance(function, Function):
                    raise Undefined("this is no function")
                bound = {name: self._boxed(value, scope) for name, value in logic.bindings}
                return function(*function.in_order(bound))
            case BoxedList():
                return tuple(self._boxed(one, scope) for one in logic.items)
            case Relation():
                return tuple(
                    {name: self._boxed(cell, scope) for name, cell in zip(logic.columns, row, strict=True)}
                    for row in logic.rows
                )
            case FunctionDefinition():
                return self._function(logic, scope, "", None)
            case Conditional():
                holds = self._boxed(logic.condition, scope) is True
                return self._boxed(logic.then if holds else logic.otherwise, scope)
            case BoxedFilter():
                return self._filter(logic, scope)
            case Iteration():
                return self._iteration(logic, scope)

    def _function(
        self, logic: FunctionDefinition, scope: Scope, name: str, type_name: str | None
    ) -> Function:
        names = tuple(one.name for one in logic.parameters)
        types = tuple(self._wanted(one.type_name) for one in logic.parameters)
        returns = self._wanted(type_name)
        if returns is not None and returns.name not in SIMPLE:
            definition = self._model.types.get(returns.name)
            returns = None if definition is None or definition.function is not None else returns
        body = logic.body
        return self._evaluator.function(
            name, names, types, lambda inner: self._boxed(body, inner), scope, returns=returns
        )

    def _context(self, logic: BoxedContext, scope: Scope) -> Value:
        made: dict[str, Value] = {}
        for entry in logic.entries:
            inner = {**scope, **made}
            value = self._boxed(entry.value, inner)
            if entry.variable is None:
                return value
            name = entry.variable.name
            if isinstance(value, Function):
                made[name] = inner[name] = value  # it may call itself: it looks names up where it was made
            else:
                made[name] = self._as(value, entry.variable.type_name)
        return made

    def _filter(self, logic: BoxedFilter, scope: Scope) -> Value:
        source = self._boxed(logic.source, scope)
        if source is None:
            return None
        kept = []
        for item in source if isinstance(source, tuple) else (source,):
            inner = {**scope, **(item if isinstance(item, dict) else {}), "item": item}
            found = self._boxed(logic.condition, inner)
            if found is not None and not isinstance(found, bool):
                raise Undefined("a boxed filter is true or false")
            if found is True:
                kept.append(item)
        return tuple(kept)

    def _iteration(self, logic: Iteration, scope: Scope) -> Value:
        made: list[Value] = []
        looks_back = logic.kind == "for" and "partial" in repr(logic.body)
        for item in self._evaluator.items(self._boxed(logic.source, scope)):
            inner: Scope = {**scope, logic.variable: item}
            if looks_back:
                inner = self._evaluator.with_partial(inner, made)
            made.append(self._boxed(logic.body, inner))
        match logic.kind:
            case "for":
                return tuple(made)
            case "some":
                return or_(made)
            case _:
                return and_(made)

    def _feel(self, text: FeelText, scope: Scope, *, tests: bool = False) -> Value:
        tree = self._tree(text, frozenset(scope), tests=tests)
        if tree is None:
            return True if tests else None
        return self._evaluator.value(tree, scope)

    def _tree(self, text: FeelText, names: frozenset[str], *, tests: bool) -> Expression | None:
        key = (text.text, tests, names)
        if key not in self._trees:
            lexicon = self._lexicons.get(names)
            if lexicon is None:
                lexicon = self._lexicons[names] = WideLexicon(
                    (*names, *FUNCTIONS, *self._model.types, *_TYPES), self._model.members
                )
            try:
                self._trees[key] = (parse_wide_tests if tests else parse_wide)(text.text, lexicon)
            except SyntaxFault as fault:
                wrong = fault.fault
                place = f"{self._model.file}:{text.line}:1"
                self.problems.append(Problem(wrong.code, wrong.message, wrong.what_to_do, place))
                raise Undefined(wrong.message) from fault
        return self._trees[key]

    def _table(self, table: DecisionTable, scope: Scope) -> Value:
        tested = [
            self._as(self._quietly(column.expression, scope), column.type_name) for column in table.inputs
        ]
        for value, column in zip(tested, table.inputs, strict=True):
            if (
                column.values is not None
                and self._feel(column.values, {**scope, "?": value}, tests=True) is False
            ):
                raise Undefined(f"{column.label} has a value the table does not take")
        results = [
            self._results(table.outputs, row.outputs, scope)
            for row in table.rows
            if all(
                self._feel(cell, {**scope, "?": value}, tests=True) is True
                for cell, value in zip(row.inputs, tested, strict=True)
            )
        ]
        default = None
        if any(output.default is not None for output in table.outputs):
            texts = tuple(output.default or FeelText("null", table.line) for output in table.outputs)
            default = self._results(table.outputs, texts, scope)
        return settled(table, results, lambda place, value: self._rank(table, place, value, scope), default)

    def _quietly(self, text: FeelText, scope: Scope) -> Value:
        try:
            return self._feel(text, scope)
        except Undefined:
            return None

    def _results(
        self, outputs: tuple[Output, ...], cells: tuple[FeelText, ...], scope: Scope
    ) -> tuple[Value, ...]:
        return tuple(
            self._as(self._quietly(cell, scope) if cell.text not in ("", "-") else None, output.type_name)
            for output, cell in zip(outputs, cells, strict=True)
        )

    def _rank(self, table: DecisionTable, place: int, value: Value, scope: Scope) -> int:
        output = table.outputs[place]
        of_type = self._model.allowed.get(output.type_name or table.type_name or "")
        values = output.values or of_type
        if values is None:
            return 0
        tree = self._tree(values, frozenset({*scope, "?"}), tests=True)
        if not isinstance(tree, In):
            return 0
        for rank, test in enumerate(tree.tests):
            one = In(subject=Name(name="?"), tests=(test,))
            if self._evaluator.value(one, {**scope, "?": value}) is True:
                return rank
        return len(tree.tests)


_TYPES = ("days and time duration", "years and months duration")
