"""The rules' expression language: text to typed tree to Python. A part of FEEL (DMN 1.5), with `unknown`."""

from govengine.feel.checker import check
from govengine.feel.compiler import Compiler, build, compile_expression
from govengine.feel.faults import Fault, SyntaxFault
from govengine.feel.parser import lexicon_of, parse, parse_unary_tests
from govengine.feel.tokens import Lexicon
from govengine.feel.tree import Expression, conjuncts, names_in
from govengine.feel.types import BOOLEAN, FACT_TYPES, Type, type_of
from govengine.feel.values import OPEN, UNKNOWN, Value, text_of

__all__ = [
    "BOOLEAN",
    "FACT_TYPES",
    "OPEN",
    "UNKNOWN",
    "Compiler",
    "Expression",
    "Fault",
    "Lexicon",
    "SyntaxFault",
    "Type",
    "Value",
    "build",
    "check",
    "compile_expression",
    "conjuncts",
    "lexicon_of",
    "names_in",
    "parse",
    "parse_unary_tests",
    "text_of",
    "type_of",
]
