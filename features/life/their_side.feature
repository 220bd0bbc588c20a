@service
Feature: The person's side
  Nothing here decides about a person. What they are told, what they ask for and what they complain of is written down
  in their words, and somebody owes them an answer.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Bo is a team_manager of northbridge-council
    And Cem is a section_151_officer of northbridge-council
    And the clock says 4 May 2026 at 10:00
    And Ana proposes a hardship payment of 120.00 for "p-1"
    And Ana takes it

  Scenario: The person is told by letter, asks for a review, and somebody else does it
    Given Ana says that the person was told by letter, with 21 days to ask for a review
    And the clock says 20 May 2026 at 10:00
    When Ana writes down that the person asks for a review
    Then the story says that they asked in time
    And a review is owed by the team_manager of northbridge-council
    When Bo reviews it
    Then no review is owed by northbridge-council
    And the record verifies, and every answer comes out the same

  Scenario: Asking late is no reason not to write it down
    Given Ana says that the person was told by letter, with 21 days to ask for a review
    And the clock says 26 May 2026 at 10:00
    When Ana writes down that the person asks for a review
    Then the story says that they asked late
    And a review is owed by the team_manager of northbridge-council

  Scenario: A complaint is acknowledged by whoever is accountable
    When Ana writes down that the person complains
    Then an acknowledge is owed by the section_151_officer of northbridge-council
    When Cem acknowledges the complaint
    Then it is done
    And no acknowledge is owed by northbridge-council
