Feature: Said in the scheme's own words
  A fact may be said by its label; several may stand in a table; what was decided before is said as decisions.

  Rule: Labels and tables

    Background:
      Given the scheme neighbourhood-support
      And it is 2 May 2026
      And a support_worker of northbridge-council asks
      And the decision is a hardship_payment
      And nothing was decided before

    Scenario: Facts in a table
      Given these facts
        | decision.amount           | £500.00 |
        | person.consent            | yes     |
        | decision.other_help_tried | yes     |
      When the question is asked
      Then they may act
      And it rests on "hardship-worker"

    Scenario Outline: An example may leave a fact open
      Given these facts
        | decision.amount           | £500.00   |
        | person.consent            | <consent> |
        | decision.other_help_tried | yes       |
      When the question is asked
      Then the level is <level>

      Examples:
        | consent   | level |
        | yes       | act   |
        | no        | stop  |
        | not known | refer |
