"""Whose decision is it? The question, the judge and the answer."""

from govengine.decide.determination import SEMANTICS, Basis, Determination
from govengine.decide.evaluator import determine
from govengine.decide.question import (
    Done,
    Question,
    facts_that_can_matter,
    moment_from_text,
    question_from_json,
    scheme_and_moment,
)
from govengine.decide.summary import summary

__all__ = [
    "SEMANTICS",
    "Basis",
    "Determination",
    "Done",
    "Question",
    "determine",
    "facts_that_can_matter",
    "moment_from_text",
    "question_from_json",
    "scheme_and_moment",
    "summary",
]
