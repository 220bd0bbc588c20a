@service
Feature: A decision that is recorded late
  Somebody decides, and the case system sends it two weeks later. The record takes it, says that it was late, answers
  under the rules of its own day, and has it reviewed. It permits nothing.

  Background:
    Given a service on which the schemes have been adopted
    And a key of northbridge-council

  Scenario: Two weeks later
    Given the clock says 16 May 2026 at 09:00
    When a support worker's hardship payment of 120.00, decided on 2 May 2026 at 15:30, is proposed
    Then the answer is act
    And nobody may act on the answer
    And the duty "late-record/review" is owed to the section_151_officer
    And the entry says that it was late
    And the record verifies
    And every decision comes out the same when it is decided again

  Scenario Outline: A day is not late, and a minute more is
    Given the clock says 3 May 2026 at <clock>
    When a support worker's hardship payment of 120.00, decided on 2 May 2026 at 15:30, is proposed
    Then the answer is act
    And the entry says that it was <late>

    Examples:
      | clock | late     |
      | 15:30 | not late |
      | 15:31 | late     |

  Scenario: A decision of tomorrow is not taken
    Given the clock says 2 May 2026 at 09:00
    When a support worker's hardship payment of 120.00, decided on 3 May 2026 at 09:00, is sent
    Then it is refused as "future-as-of"

  Scenario: A decision of a day before there were rules is not taken
    Given the clock says 16 May 2026 at 09:00
    When a support worker's hardship payment of 120.00, decided on 31 March 2026 at 23:59, is sent
    Then it is refused as "no-version-in-force"
