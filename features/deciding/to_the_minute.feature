Feature: A rule that begins and ends to the minute
  Dates are whole days, the first and the last included. Given with a time, a rule holds from that minute and no longer
  when its end has come. The clock of whoever looks at it later changes nothing.

  Scenario Outline: The ledger is closed overnight at the end of the year
    Given the scheme oakfield-families
    And it is <day> at <clock>
    And a family_worker of oakfield-council asks
    And the decision is a family_payment
    And decision.amount is 40.00
    And history.person_this_year is 0
    When the question is asked
    Then the level is <level>
    And the rule ledger-closed is <among> the reasons

    Examples:
      | day           | clock | level | among     |
      | 31 March 2027 | 16:59 | act   | not among |
      | 31 March 2027 | 17:00 | stop  | among     |
      | 1 April 2027  | 08:29 | stop  | among     |
      | 1 April 2027  | 08:30 | act   | not among |

  Scenario: While it is closed the answer shows the way
    Given the scheme oakfield-families
    And it is 31 March 2027 at 22:00
    And a family_worker of oakfield-council asks
    And the decision is a family_payment
    And decision.amount is 40.00
    When the question is asked
    Then the level is stop
    And the route is "Use the duty manager's card, which is paid from the new year"
    And the route leads to the team_manager

  Scenario Outline: A hold over the whole council, in the days of its text and to the minute of its rule
    Given the scheme neighbourhood-support
    And it is <day> at <clock>
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 80.00
    And decision.other_help_tried is yes
    And person.consent is yes
    And history.household_90d is 0
    When the question is asked
    Then the level is <level>
    And the basis is <basis>

    Examples:
      | day               | clock | level | basis         |
      | 6 September 2026  | 23:59 | act   | own_authority |
      | 7 September 2026  | 08:59 | act   | own_authority |
      | 7 September 2026  | 09:00 | refer | control       |
      | 25 September 2026 | 17:29 | refer | control       |
      | 25 September 2026 | 17:30 | act   | own_authority |

  Scenario: A control that holds when it is recorded applies, even to what was decided the day before
    Given the scheme neighbourhood-support
    And it is 6 September 2026 at 17:00
    And it is recorded on 7 September 2026 at 09:00
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 80.00
    And decision.other_help_tried is yes
    And person.consent is yes
    And history.household_90d is 0
    When the question is asked
    Then the level is refer
    And the basis is control
