Feature: Much help for one family in a year
  Each payment may be small. What went to the same family since 6 April is added up, and above £250 it is the manager's.

  Background:
    Given the scheme oakfield-families
    And it is 2 May 2026
    And a family_worker of oakfield-council asks
    And the decision is a family_payment

  Scenario Outline: To the penny
    Given decision.amount is <amount>
    And history.person_this_year is <before>
    When the question is asked
    Then the level is <level>
    And it is for the <decider> to decide

    Examples:
      | amount | before | level | decider       |
      | 100.00 | 0      | act   | family_worker |
      | 100.00 | 150.00 | act   | family_worker |
      | 100.00 | 150.01 | refer | team_manager  |
      | 0.01   | 250.00 | refer | team_manager  |
      | 100.01 | 0      | refer | team_manager  |

  Scenario: The manager is not bound by what is the manager's
    Given a team_manager of oakfield-council asks
    And decision.amount is 400.00
    And history.person_this_year is 900.00
    When the question is asked
    Then the level is act
