Feature: Doncaster: who signs off a personal budget in adult social care
  A team manager or an advanced practitioner signs off a support plan's budget up to a yearly limit. Above it the
  head of service decides through the practice (risk) forum. The limit was £35,000 from 2021 and £49,000 in 2024/25,
  after three rises in fees had sent ordinary cases to the forum. Source: officer decision AWC.019.2024.

  Background:
    Given the scheme doncaster-asc
    And the decision is a personal_budget_sign_off

  Scenario Outline: Up to the limit it is theirs, to the penny
    Given it is <day>
    And a <role> of doncaster-council asks
    And decision.annual_amount is <amount>
    When the question is asked
    Then the level is act
    And they may act
    And it rests on "<rule>"

    Examples: From 2021
      | day           | role                  | amount    | rule                  |
      | 1 April 2021  | team_manager          | 35,000.00 | team-manager          |
      | 31 March 2024 | advanced_practitioner | 35,000.00 | advanced-practitioner |

    Examples: In 2024/25
      | day               | role                  | amount    | rule                  |
      | 1 April 2024      | team_manager          | 35,000.01 | team-manager          |
      | 10 September 2024 | team_manager          | 46,500.00 | team-manager          |
      | 10 September 2024 | team_manager          | 49,000.00 | team-manager          |
      | 10 September 2024 | advanced_practitioner | 49,000.00 | advanced-practitioner |

  Scenario Outline: A penny over the limit it is the head of service's
    Given it is <day>
    And a <role> of doncaster-council asks
    And decision.annual_amount is <amount>
    When the question is asked
    Then the level is refer
    And the basis is delegated_elsewhere
    And it is for the head_of_service to decide
    And whoever decides owes the duty "forum/forum-record" with the act
    And they may not act

    Examples:
      | day               | role                  | amount    |
      | 10 November 2023  | team_manager          | 35,000.01 |
      | 10 November 2023  | team_manager          | 46,500.00 |
      | 31 March 2024     | advanced_practitioner | 35,000.01 |
      | 10 September 2024 | team_manager          | 49,000.01 |
      | 10 September 2024 | advanced_practitioner | 49,000.01 |

  Scenario Outline: Above the limit the forum is heard before the head of service decides
    Given it is <day>
    And a head_of_service of doncaster-council asks
    And decision.annual_amount is <amount>
    When the question is asked
    Then the level is consult
    And the practice_risk_forum is heard first
    And it rests on "head-of-service"
    And they may not act yet

    Examples:
      | day               | amount    |
      | 10 November 2023  | 35,000.01 |
      | 10 September 2024 | 49,000.01 |

  Scenario: Once the forum has been heard the head of service may go ahead
    Given it is 10 September 2024
    And a head_of_service of doncaster-council asks
    And decision.annual_amount is 60,000.00
    And the duty "head-of-service/practice_risk_forum" has been done by a practice_risk_forum "forum-12"
    When the question is asked
    Then they may act

  Scenario Outline: A head of service holds what the team managers hold, with nobody else
    Given it is 10 September 2024
    And a head_of_service of doncaster-council asks
    And decision.annual_amount is <amount>
    When the question is asked
    Then the level is act
    And nobody else is in it
    And they may act

    Examples:
      | amount    |
      | 0         |
      | 49,000.00 |

  Scenario: The budget is written into the support plan, and is enough for the needs
    Given it is 10 September 2024
    And a team_manager of doncaster-council asks
    And decision.annual_amount is 46,500.00
    When the question is asked
    Then the duty "support-plan/record" is owed with the act
    And the duty "statute-floor-england/sufficient-budget/sufficient" is owed with the act
    And the duty "forum/forum-record" is not owed

  Scenario: Without the figure nobody knows whose it is
    Given it is 10 September 2024
    And a team_manager of doncaster-council asks
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And all that is needed is decision.annual_amount

  Scenario: Before April 2021 no limit was seen
    Given it is 31 March 2021
    And a team_manager of doncaster-council asks
    And decision.annual_amount is 1.00
    Then it cannot be asked: "no-version-in-force"

  Scenario Outline: Without the figure it was not known under the earlier limit either
    Given it is 10 November 2023
    And a <role> of doncaster-council asks
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And decision.annual_amount is needed

    Examples:
      | role                  |
      | team_manager          |
      | advanced_practitioner |
      | head_of_service       |

  Scenario Outline: What is left out is said
    Given it is <day>
    Then the scheme leaves out "<row>"

    Examples:
      | day              | row                                                                                               |
      | 10 November 2023 | Level 4 in localities and integrated discharge, level 6 in learning disability and mental health |
      | 10 November 2023 | The day in 2021 on which the limit began, and the day on which it ended                           |
      | 2 May 2024       | Fee rates and the standard placement price behind the limit                                       |
      | 2 May 2024       | The day in 2024 on which the limit began; whether a later one has replaced it                     |
