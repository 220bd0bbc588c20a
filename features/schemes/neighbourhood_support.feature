Feature: Hardship payments in Northbridge, an example
  A support worker settles up to £500, a service manager up to £2,000. The person has agreed, other help has been tried,
  and repeated payments want a second pair of eyes. The council and the place are made up.

  Background:
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 120.00
    And person.consent is yes
    And decision.other_help_tried is yes
    And history.household_90d is 0

  Scenario Outline: Whose it is, to the penny
    Given decision.amount is <amount>
    When the question is asked
    Then the level is <level>
    And it is for the <decider> to decide

    Examples:
      | amount   | level | decider         |
      | 0.01     | act   | support_worker  |
      | 500.00   | act   | support_worker  |
      | 500.01   | refer | service_manager |
      | 2,000.00 | refer | service_manager |

  Scenario: The service manager's own row
    Given a service_manager of northbridge-council asks
    And decision.amount is 500.01
    When the question is asked
    Then the level is act
    And it rests on "hardship-service"

  Scenario: A penny over £2,000 nobody holds it
    Given decision.amount is 2,000.01
    When the question is asked
    Then the basis is not_met
    And nobody holds it
    And the person to ask is the service_manager

  Scenario: A team manager holds what the worker holds
    Given a team_manager of northbridge-council asks
    And decision.amount is 500.00
    When the question is asked
    Then the level is act
    And it rests on "hardship-worker"
    And the duty "hardship-worker/tell-landlord" is owed after the act, within P2D, to harbour-housing

  Scenario: Without the person's agreement it does not go ahead
    Given person.consent is no
    When the question is asked
    Then the level is stop
    And the rule consent is among the reasons
    And the route is "ask the person first"

  Scenario: Other help comes first
    Given decision.other_help_tried is no
    When the question is asked
    Then the level is refer
    And they may not act

  Scenario Outline: Over £2,500 for a household in ninety days wants a second person
    Given decision.amount is 500.00
    And history.household_90d is <before>
    When the question is asked
    Then the level is <level>
    And the rule regular-support is <among> the reasons

    Examples:
      | before   | level | among     |
      | 2,000.00 | act   | not among |
      | 2,000.01 | agree | among     |

  Scenario: The day before the scheme began there are no rules
    Given it is 31 March 2026
    Then it cannot be asked: "no-version-in-force"

  Scenario Outline: What is not known is asked for, and nothing is settled without it
    Given <fact> is not known
    When the question is asked
    Then the level is <level>
    And "<needed>" is needed
    And they may not act yet

    Examples:
      | fact                      | level | needed                            |
      | decision.amount           | refer | decision.amount                   |
      | person.consent            | refer | person.consent                    |
      | decision.other_help_tried | act   | confirm/decision.other_help_tried |
      | history.household_90d     | agree | history.household_90d             |

  Scenario: Small payments for one household are added up from the decisions themselves
    Given history.household_90d is not known
    And decision.amount is 500.00
    And they decided a hardship_payment of 1,000 for the same person on 2 February 2026
    And they decided a hardship_payment of 1,000 for the same person on 1 February 2026
    And somebody else decided a hardship_payment of 1,000 for the same person on 30 April 2026
    And they decided a hardship_payment of 1,000 for another person on 30 April 2026
    When the question is asked
    Then the level is act
    Given somebody else decided a hardship_payment of 0.01 for the same person on 1 May 2026
    When the question is asked again
    Then the level is agree
    And a second team_manager agrees first

  Scenario: What is left out is said
    Then the scheme leaves out "item 19"
