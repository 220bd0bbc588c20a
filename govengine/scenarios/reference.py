"""The page about scenarios, made from the sentences themselves: `docs/scenarios.md`."""

from collections.abc import Iterator
from types import ModuleType

from govengine.scenarios import answer, owed, situation
from govengine.scenarios.sentence import STEPS

_INTRODUCTION = """\
# Scenarios

<!-- Made by `make docs` from the sentences in govengine/scenarios. Change those, not this page. -->

A scenario says what is so, asks, and says what the answer must be. It is Gherkin, in a file that ends in
`.feature`, and it uses the words of the scheme: its kinds, roles, facts and rules. `govengine test FOLDER` runs
every scenario below a folder; so does pytest, with `features/conftest.py` as the pattern.

```gherkin
Feature: Hardship payments
  Scenario: A penny over the limit
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 500.01
    And person.consent is yes
    When the question is asked
    Then it is for the service_manager to decide
```

* What no sentence says is not known. Nothing carries over from one scenario to the next.
* Values are written as they are sent: `620.00`, `yes`, `no`, `3 June 2025`, a word, `[spend, individual]`.
* A limit is best told with a `Scenario Outline`, with an example on each side of it.
* A rule or a duty may be written without the scheme's name in front.
* Somebody `agrees first`, `recommends first` or `is heard first`; write `a second team_manager` for `the
  team_manager` where it must not be whoever asks. A duty is owed `before`, `with` or `after the act`.
* Schemes that only a story needs lie beside its file, in `<scheme>/<version>/`. A version that lies there stands
  in for the one of the same name in the rules folder, so a draft can be tried.

`features/schemes/` has a page for each scheme in `rules/`.
"""


def scenarios_page() -> str:
    """The whole page, as Markdown: each sentence by an example of its use."""
    return (
        "\n".join([_INTRODUCTION, *_sentences(situation), *_sentences(answer), *_sentences(owed)]).rstrip()
        + "\n"
    )


def _sentences(module: ModuleType) -> Iterator[str]:
    yield f"## {(module.__doc__ or '').rstrip('.')}\n"
    for step in STEPS:
        if step.run.__module__ == module.__name__:
            yield f"* `{step.example}`"
    yield ""
