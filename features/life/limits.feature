@service
Feature: What was decided counts towards a limit, and what was given up does not
  A household may be helped up to a limit in ninety days before a second person looks at it. What was taken counts for
  good. What somebody may still take is kept for them until they give it up. Nobody can go past the limit by recording
  late, or by replacing what has been paid.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And the clock says 4 May 2026 at 10:00
    And Ana proposes a hardship payment of 480.00 for "p-1"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-1"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-1"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-1"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-1"

  Scenario: A second person is asked once the limit is reached
    When Ana proposes a hardship payment of 200.00 for "p-1"
    Then the answer is agree
    And the record verifies, and every answer comes out the same

  Scenario: What was given up counts no more
    When Ana withdraws it
    And Ana proposes a hardship payment of 200.00 for "p-1"
    Then the answer is act

  Scenario: Ninety days later the household starts anew
    Given Ana takes it
    When the clock says 2 August 2026 at 10:00
    And Ana proposes a hardship payment of 480.00 for "p-1"
    Then the answer is act

  Scenario: Another household has a limit of its own
    When Ana proposes a hardship payment of 480.00 for "p-2"
    Then the answer is act
