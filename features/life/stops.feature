@service
Feature: A whole organisation is stopped from one minute to another
  Whoever is accountable may stop what their body decides on its own authority: from a minute to a minute, on the
  record. It takes nothing from other bodies, and lasts no longer than it says.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Tess is a team_manager of northbridge-council
    And Olu is a section_151_officer of northbridge-council

  Scenario: It begins between asking and taking
    Given the clock says 31 March 2027 at 16:58
    And Olu stops the body from 31 March 2027 at 17:00 until 1 April 2027 at 08:30
    And Ana proposes a hardship payment of 120.00 for "p-1"
    When the clock says 31 March 2027 at 16:59
    And Ana proposes a hardship payment of 120.00 for "p-2"
    Then the answer is act
    When the clock says 31 March 2027 at 17:00
    And Ana takes it
    Then it is refused as "needs-departure"
    When the clock says 1 April 2027 at 08:30
    And Ana takes it
    Then the decision is taken
    And the record verifies, and every answer comes out the same

  Scenario: In the last hour of the financial year it holds, and in the first of the next it does not
    Given the clock says 5 April 2027 at 09:00
    And Olu stops the body from 5 April 2027 at 23:00 until 6 April 2027 at 00:00
    When the clock says 5 April 2027 at 23:59
    And Ana proposes a hardship payment of 120.00 for "p-1"
    Then the answer is refer
    When the clock says 6 April 2027 at 00:00
    And Ana proposes a hardship payment of 120.00 for "p-2"
    Then the answer is act

  Scenario: Whoever cannot wait says why, and somebody looks at it afterwards
    Given the clock says 31 March 2027 at 16:58
    And Olu stops the body from 31 March 2027 at 17:00 until 1 April 2027 at 08:30
    When the clock says 31 March 2027 at 20:00
    And Ana proposes a hardship payment of 120.00 for "p-1"
    Then the answer is refer
    When Ana takes it all the same, and says why
    Then it is done
    And a review is owed by the section_151_officer of northbridge-council

  Scenario: It is lifted before its end
    Given the clock says 31 March 2027 at 16:58
    And Olu stops the body from 31 March 2027 at 17:00 until 1 April 2027 at 08:30
    When the clock says 31 March 2027 at 18:00
    And Olu lifts the stop
    And Ana proposes a hardship payment of 120.00 for "p-1"
    Then the answer is act

  Scenario: Not by somebody who is not accountable for it
    When Tess stops the body from 31 March 2027 at 17:00 until 1 April 2027 at 08:30
    Then it is refused as "not-theirs"
