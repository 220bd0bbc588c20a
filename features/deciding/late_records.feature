Feature: A decision that reaches the record late
  A worker decides on a Friday night and writes it up two weeks later. It is answered under the rules of its own day.
  It is not a permission any more: it says what was so, and it is always reviewed.

  Background:
    Given the scheme doncaster-asc
    And it is 28 March 2024 at 16:00
    And a team_manager of doncaster-council asks
    And the decision is a personal_budget_sign_off
    And decision.annual_amount is 35,000.00

  Scenario: Recorded two weeks later, under the limit of its day
    Given it is recorded on 11 April 2024 at 09:15
    When the question is asked
    Then the schemes that applied include doncaster-asc/2021
    And the level is act
    And it rests on "team-manager"
    And they may not act
    And the duty "late-record/review" is owed after the act, to the head_of_service
    And nothing more is needed

  Scenario: A later and higher limit does not reach back
    Given decision.annual_amount is 46,500.00
    And it is recorded on 11 April 2024 at 09:15
    When the question is asked
    Then the schemes that applied include doncaster-asc/2021
    And the level is refer
    And it is for the head_of_service to decide

  Scenario Outline: A day to the minute is not late
    Given it is recorded on 29 March 2024 at <clock>
    When the question is asked
    Then they may <act>
    And the duty "late-record/review" is <owed>

    Examples:
      | clock | act     | owed                                    |
      | 16:00 | act     | not owed                                |
      | 16:01 | not act | owed after the act, to the head_of_service |

  Scenario: What was owed is owed still
    Given it is recorded on 11 April 2024 at 09:15
    When the question is asked
    Then the duty "support-plan/record" is owed with the act
    And the duty "sufficient-budget/sufficient" is owed with the act
