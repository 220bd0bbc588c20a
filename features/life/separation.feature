@service
Feature: Where two people are wanted, they are two people
  Nobody approves or reviews what they asked for themselves. That somebody tried is on the record, without blame.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Ben is a service_manager of northbridge-council
    And the clock says 4 May 2026 at 10:00
    And Ana proposes a hardship payment of 620.00 for "p-1"

  Scenario: Ben approves, and Ana carries it out
    When Ben approves it
    Then the decision is approved
    And Ana may act
    When Ana takes it
    Then the decision is taken
    And the record verifies, and every answer comes out the same

  Scenario: Ana does not approve her own
    When Ana approves it
    Then it is refused as "kept-apart"
    And the decision is proposed
    And the record verifies, and every answer comes out the same
