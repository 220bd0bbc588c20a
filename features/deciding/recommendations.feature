Feature: On the recommendation of somebody else
  One weighs it and recommends, another decides, and neither does both. The decision stays with whoever the scheme names;
  it may not be taken before the recommendation is there.

  Background:
    Given the scheme woking-writeoff
    And it is 7 January 2025
    And an executive of woking-borough-council asks
    And the decision is a debt_write_off
    And decision.amount is 12,000.00

  Scenario: The Executive waits for the finance director
    When the question is asked
    Then the level is agree
    And the finance_director recommends first
    And they may not act yet
    And the summary says "Yours together with the finance director."

  Scenario: With the recommendation it may decide
    Given the duty "executive/finance_director" has been done by a finance_director "director-1"
    When the question is asked
    Then they may act

  Scenario: Somebody else's recommendation is not it
    Given the duty "executive/finance_director" has been done by a financial_services_manager "manager-1"
    When the question is asked
    Then they may not act yet

  Scenario: Whoever recommends does not decide
    Given a finance_director of woking-borough-council asks
    When the question is asked
    Then the level is refer
    And it is for the executive to decide
