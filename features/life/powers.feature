@service
Feature: Whoever delegated a power stays answerable for it, and can take it back at once
  A power is lent, not given away. Every answer and every entry names who delegated it. The role the scheme names can take
  it back in a minute, and give it back; nobody else can, and least of all whoever runs the service.

  Background:
    Given a service on which meadow-homes has been adopted
    And Ana is a support_worker of meadow-council
    And Tess is a team_manager of meadow-council
    And Hal is a head_of_homes of meadow-council

  Scenario: The delegator is on the answer, and on the entry of what was decided
    When Ana proposes home help of 300 for "p-1"
    Then the answer is act
    And the answer names the head_of_homes, who delegated it on 12 March 2026
    When Ana takes it
    Then the entry "decision.proposed" names the head_of_homes as delegator
    And the entry "decision.taken" names the head_of_homes as delegator

  Scenario: What Tess delegated has her on it
    Given Tess authorises Ana by earned until 1 June 2026 at 00:00
    When Ana proposes home help of 620 for "p-1"
    Then the answer is act
    And the answer names the team_manager, who delegated it on 20 March 2026

  Scenario: Taken back, and the next answer shows it
    Given Ana proposes home help of 300 for "p-1"
    When Hal takes the power "worker" back
    And Ana takes it
    Then it is refused as "needs-departure"
    When Ana proposes home help of 300 for "p-2"
    Then the answer is refer
    And it is for the team_manager
    And the answer says why: "this power is not suspended"
    And the record verifies, and every answer comes out the same

  Scenario: Given back, and the next answer shows that
    Given Hal takes the power "worker" back
    When Hal gives the power back
    And Ana proposes home help of 300 for "p-1"
    Then the answer is act

  Scenario: For a time only
    Given the clock says 4 May 2026 at 10:00
    And Hal takes the power "worker" back until 5 May 2026 at 09:00
    When the clock says 5 May 2026 at 08:59
    And Ana proposes home help of 300 for "p-1"
    Then the answer is refer
    When the clock says 5 May 2026 at 09:00
    And Ana proposes home help of 300 for "p-2"
    Then the answer is act

  Scenario: Tess did not delegate it, so it is not hers to take back
    When Tess takes the power "worker" back
    Then it is refused as "not-theirs"
    When Ana proposes home help of 300 for "p-1"
    Then the answer is act

  Scenario: Nor is it for whoever runs the service
    When an administrator takes the power "worker" back in the name of Hal
    Then it is refused as "role-not-enough"
