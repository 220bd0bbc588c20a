"""The page about scenarios, made from the sentences themselves: `docs/scenarios.md`."""

from collections.abc import Iterator
from types import ModuleType

from govengine.scenarios import answer, owed, situation
from govengine.scenarios.language import ENGLISH
from govengine.scenarios.sentence import STEPS
from govengine.scenarios.welsh import IN_WELSH

_INTRODUCTION = """\
# Scenarios

<!-- Made by `make docs` from the sentences in govengine/scenarios. Change those, not this page. -->

A scenario says what is so, asks, and says what the answer must be. It is Gherkin, in a file that ends in
`.feature`, and it uses the words of the scheme: its kinds, roles, facts and rules. `govengine test FOLDER` runs
every scenario below a folder.

```gherkin
Feature: Hardship payments
  Scenario Outline: To the penny
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And the amount is <amount>
    And person.consent is yes
    And decision.other_help_tried is yes
    And nothing was decided before
    When the question is asked
    Then it is for the <decider> to decide

    Examples:
      | amount  | decider         |
      | £500.00 | support_worker  |
      | £500.01 | service_manager |
```

`features/schemes/` has a page for each scheme in `rules/`.

## What may be written

* What no sentence says is not known. Nothing carries over from one scenario to the next.
* A fact goes by its name, or by the label the scheme gives it where no other fact has the same: `decision.amount`,
  `the amount`. A word that no sentence, label, role, rule or duty has is told with the nearest that is one.
* Values: `620.00`, `£1,250`, `yes`, `no`, `3 June 2025`, a word, `"any text"`, `[spend, individual]`.
* Several facts may stand in a table under `these facts`, a name and a value in each row. `not known` is a value too, so
  that an example can leave a fact open.
* What was decided before is said as decisions (`they decided a hardship_payment of 200 for the same person on 3 May
  2026`), which are added up in the windows of the scheme as the service adds them up; or as the sum itself
  (`history.household_90d is 1,200`), which then stands whatever decisions are said.
* A limit is best told with a `Scenario Outline`, with an example on each side of it. Its examples may come from a
  spreadsheet, saved as CSV beside the feature file: write `Examples: from amounts.csv` and no table.
* A rule or a duty may be written without the scheme's name in front.
* Somebody `agrees first`, `recommends first` or `is heard first`; write `a second team_manager` for `the
  team_manager` where it must not be whoever asks. A duty is owed `before`, `with` or `after the act`.
* A scenario has to check something. What says what is so stands under `Given`; under `Then` it would check nothing.
* Schemes that only a story needs lie beside its file, in `<scheme>/<version>/`. A version that lies there stands
  in for the one of the same name in the rules folder, so a draft can be tried.

In Welsh, begin the file with `# language: cy` (other tools want `cy-GB`) and use the Welsh sentences below; values are
`ie`, `na` and `anhysbys`, months `Ionawr` to `Rhagfyr`, levels `gweithredu`, `ymgynghori`, `cytuno`, `cyfeirio` and
`atal`. The names of the scheme stay as they are, and answers are given in English.

## Running them

```
govengine test features/schemes                  # what did not pass, step by step, with file and line
govengine test policy --html report.html         # a page for people who read no terminal
govengine test policy --junit report.xml --json  # for build servers and other programs
govengine test policy --coverage --fail-under 90
```

It ends with 0 where everything passed, else with 1. pytest runs the same files where a project asks for it, and only
there:

```toml
[tool.pytest.ini_options]
govengine_features = ["policy"]
govengine_rules = "rules"
```

## What the scenarios have tried

`--coverage` says of each rule and each row of a table, and of each clause in them, how scenarios have seen it:

* **true**, **false**, **unknown**, for whoever asks, in a question for which the rule was in force;
* **decisive**: with this one clause read the other way, in its rule alone, the answer would have been another. Of a
  rule, its whole condition is read the other way. What is unknown has no other way. Another answer is one on which
  somebody would do something else, or for another reason in the rules: another level, basis, decider, person to ask,
  route, company, duty or need, another rule that it rests on or that a shadow grant would have opened, another
  accountability, or `they may act` for `they may not`. Engineers know this as modified condition/decision coverage.

A percentage is the share of these four ways that were seen. A rule without a condition has two of them, true and
decisive; a clause about nothing but the kind of decision is always known. Conditions of duties (`if`, `done_when`)
are clauses too. Without `--scheme`, the schemes that scenarios ask about count, in all their versions: a version that
no scenario asks about has been seen in no way. What a scenario asks counts whether it passes or not. `--fail-under`
holds the rules and the clauses of each scheme.
"""


def scenarios_page() -> str:
    """The whole page, as Markdown: each sentence by an example of its use, in both languages."""
    parts = [_INTRODUCTION, *_sentences(situation), *_sentences(answer), *_sentences(owed)]
    return "\n".join(parts).rstrip() + "\n"


def _sentences(module: ModuleType) -> Iterator[str]:
    yield f"## Sentences: {(module.__doc__ or '').rstrip('.').lower()}\n"
    yield "| English | Welsh |\n|---|---|"
    for step in STEPS:
        if step.run.__module__ == module.__name__ and step.language is ENGLISH:
            yield f"| `{step.example}` | `{IN_WELSH[step.example][1]}` |"
    yield ""
