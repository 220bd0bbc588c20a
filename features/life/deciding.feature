@service
Feature: The answer is advice, and people decide
  The engine says whose decision it is. What a person then decides is an entry of its own. Whoever decides otherwise
  says why; that is no error, and somebody else looks at it afterwards.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And the clock says 4 May 2026 at 10:00

  Scenario: What is Ana's own she takes
    Given Ana proposes a hardship payment of 120.00 for "p-1"
    When Ana takes it
    Then the decision is taken
    And the record verifies, and every answer comes out the same

  Scenario: What was withdrawn is not taken until it is opened again
    Given Ana proposes a hardship payment of 120.00 for "p-1"
    And Ana withdraws it
    When Ana takes it
    Then it is refused as "not-possible-now"

  Scenario: Beyond her limit Ana cannot take it as if it were hers
    Given Ana proposes a hardship payment of 620.00 for "p-1"
    When Ana takes it
    Then it is refused as "needs-departure"
    And the decision is proposed

  Scenario: Ana goes ahead all the same, says why, and somebody else reviews it
    Given Ana proposes a hardship payment of 620.00 for "p-1"
    When Ana takes it all the same, and says why
    Then the decision is taken
    And a review is owed by the section_151_officer of northbridge-council
    And the record verifies, and every answer comes out the same
