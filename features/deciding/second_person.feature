Feature: A second pair of eyes
  Some decisions want a second person whoever decides, so that nobody is alone with it. It is never oneself, whatever
  one's post; somebody more senior will do, somebody more junior will not.

  Background:
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker "worker-1" of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 400.00
    And decision.other_help_tried is yes
    And person.consent is yes
    And history.household_90d is 2,200.00

  Scenario Outline: Who the second person may be
    Given the duty "regular-support/second" has been done by a <role> "<ref>"
    When the question is asked
    Then the level is agree
    And they may <act>

    Examples:
      | role            | ref       | act     |
      | team_manager    | manager-1 | act     |
      | service_manager | senior-1  | act     |
      | support_worker  | worker-2  | not act |
      | team_manager    | worker-1  | not act |

  Scenario: A team manager who decides wants another one
    Given a team_manager "manager-1" of northbridge-council asks
    When the question is asked
    Then the level is agree
    And a second team_manager agrees first
    And they may not act yet
    Given the duty "regular-support/second" has been done by a team_manager "manager-1"
    When the question is asked again
    Then they may not act yet
    Given the duty "regular-support/second" has been done by a team_manager "manager-2"
    When the question is asked again
    Then they may act
