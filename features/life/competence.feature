@service
Feature: Authority that somebody has earned, learned or stands in for
  Somebody above agrees that a person may decide more: because they have shown it, were trained for it, or stand in for a
  colleague. It has an end, and something that shows it. It ends on its day, and a renewal brings it back. Nobody passes
  it on downwards.

  Background:
    Given a service on which meadow-homes has been adopted
    And Ana is a support_worker of meadow-council
    And Ben is a support_worker of meadow-council
    And Tess is a team_manager of meadow-council
    And the clock says 4 May 2026 at 10:00

  Scenario: Until its last minute, and again once it is renewed
    When Ana proposes home help of 620 for "p-1"
    Then the answer is refer
    And it is for the team_manager
    When Tess authorises Ana by earned until 1 June 2026 at 00:00
    And Ana proposes home help of 620 for "p-2"
    Then the answer is act
    When the clock says 31 May 2026 at 23:59
    And Ana proposes home help of 620 for "p-3"
    Then the answer is act
    When the clock says 1 June 2026 at 00:00
    And Ana proposes home help of 620 for "p-4"
    Then the answer is refer
    When Tess authorises Ana by earned until 1 September 2026 at 00:00
    And Ana proposes home help of 620 for "p-5"
    Then the answer is act
    And the record verifies, and every answer comes out the same

  Scenario: What was asked while it held and is taken after it ended is no longer theirs
    Given Tess authorises Ana by earned until 1 June 2026 at 00:00
    And the clock says 31 May 2026 at 23:59
    And Ana proposes home help of 620 for "p-1"
    When the clock says 1 June 2026 at 00:00
    And Ana takes it
    Then it is refused as "needs-departure"

  Scenario Outline: It is on the record how it came about, who agreed and what shows it
    When Tess authorises Ana by <how> until 1 June 2026 at 00:00
    Then the entry says that Tess agreed, by <how>, and that "SUPERVISION-7" shows it
    When Ana proposes home help of 620 for "p-1"
    Then the answer is act

    Examples:
      | how           |
      | earned        |
      | acting_up     |
      | substitute    |
      | training      |
      | peer_learning |

  Scenario: It is Ana's, and not her colleague's
    Given Tess authorises Ana by earned until 1 June 2026 at 00:00
    When Ben proposes home help of 620 for "p-1"
    Then the answer is refer

  Scenario: Nobody passes it on downwards, and nobody authorises themselves
    Given Tess authorises Ana by earned until 1 June 2026 at 00:00
    When Ana authorises Ben by peer_learning until 1 June 2026 at 00:00
    Then it is refused as "not-theirs"
    When Ana authorises Ana by earned until 1 September 2026 at 00:00
    Then it is refused as "not-theirs"
    When Ben proposes home help of 620 for "p-1"
    Then the answer is refer

  Scenario: Whoever stands in for somebody counts as them where two people are wanted
    Given Tess authorises Ben by substitute until 1 June 2026 at 00:00, in the place of Ana
    And Ana proposes home help of 950 for "p-1"
    Given Ben is a team_manager of meadow-council
    When Ben approves it
    Then it is refused as "kept-apart"
    When Tess approves it
    Then the decision is approved
    And the record verifies, and every answer comes out the same
