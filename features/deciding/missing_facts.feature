Feature: Nobody may act on what nobody has established
  A fact that was not given is not known. It never permits, and the answer says what would settle it.

  Background:
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 120.00
    And person.consent is yes
    And decision.other_help_tried is yes
    And history.household_90d is 0

  Scenario: Whether the person agreed is not known
    Given person.consent is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And person.consent is needed
    And more facts could change the answer
    And they may not act yet

  Scenario: What the worker can vouch for is asked as on the paper form
    Given decision.other_help_tried is not known
    When the question is asked
    Then the level is act
    And they may not act yet
    And "confirm/decision.other_help_tried" is needed

  Scenario: The amount is not known
    Given decision.amount is not known
    When the question is asked
    Then the level is refer
    And decision.amount is needed
