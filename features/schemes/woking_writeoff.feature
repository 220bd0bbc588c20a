Feature: Woking: who may write off a debt
  A debt that cannot sensibly be recovered is written off by the post whose limit it is within; above the last limit it
  is the Executive's. The limits were raised between March 2023 and September 2024. The day was not seen: 20 September
  2024 is assumed. Source: Financial Regulation 12.14.

  Background:
    Given the scheme woking-writeoff
    And the decision is a debt_write_off

  Scenario Outline: Each post writes off up to its own limit
    Given it is <day>
    And a <role> of woking-borough-council asks
    And decision.amount is <amount>
    When the question is asked
    Then the level is act
    And they may act
    And it rests on "<rule>"

    Examples: From March 2023
      | day               | role                       | amount   | rule               |
      | 2 March 2023      | business_support_officer   | 30.00    | officer            |
      | 2 March 2023      | business_support_manager   | 1,000.00 | manager            |
      | 2 March 2023      | financial_services_manager | 5,000.00 | financial-services |
      | 19 September 2024 | finance_director           | 9,999.99 | director           |

    Examples: By September 2024
      | day               | role                       | amount    | rule               |
      | 20 September 2024 | business_support_officer   | 95.00     | officer            |
      | 20 September 2024 | business_support_officer   | 100.00    | officer            |
      | 20 September 2024 | business_support_manager   | 5,000.00  | manager            |
      | 7 January 2025    | financial_services_manager | 10,000.00 | financial-services |

  Scenario Outline: A penny over, it is the next post's
    Given it is <day>
    And a <role> of woking-borough-council asks
    And decision.amount is <amount>
    When the question is asked
    Then the level is refer
    And the basis is delegated_elsewhere
    And it is for the <decider> to decide
    And they may not act

    Examples: From March 2023
      | day               | role                       | amount    | decider                    |
      | 2 March 2023      | business_support_officer   | 30.01     | business_support_manager   |
      | 19 September 2024 | business_support_officer   | 100.00    | business_support_manager   |
      | 2 March 2023      | business_support_manager   | 1,000.01  | financial_services_manager |
      | 2 March 2023      | financial_services_manager | 5,000.01  | finance_director           |
      | 2 March 2023      | finance_director           | 10,000.01 | executive                  |

    Examples: By September 2024
      | day               | role                       | amount    | decider                    |
      | 20 September 2024 | business_support_officer   | 100.01    | business_support_manager   |
      | 20 September 2024 | business_support_manager   | 5,000.01  | financial_services_manager |
      | 20 September 2024 | financial_services_manager | 10,000.01 | executive                  |
      | 20 September 2024 | finance_director           | 10,000.01 | executive                  |

  Scenario Outline: In 2023 "under" and "above" leave £10,000 itself to nobody, so the answer says whom to ask
    Given it is 2 March 2023
    And a <role> of woking-borough-council asks
    And decision.amount is 10,000.00
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And nobody holds it
    And the person to ask is the <asked>

    Examples:
      | role                       | asked            |
      | financial_services_manager | finance_director |
      | executive                  | finance_director |

  Scenario: In 2023 the Executive decides by itself
    Given it is 2 March 2023
    And an executive of woking-borough-council asks
    And decision.amount is 10,000.01
    When the question is asked
    Then the level is act
    And it rests on "executive"
    And nobody else is in it

  Scenario: Since 2024 the Executive decides on the finance director's recommendation
    Given it is 7 January 2025
    And an executive of woking-borough-council asks
    And decision.amount is 10,000.01
    When the question is asked
    Then the level is agree
    And the finance_director recommends first
    And they may not act yet
    Given the duty "executive/finance_director" has been done by a finance_director "cfo-1"
    When the question is asked again
    Then they may act

  Scenario Outline: What a post writes off is in the published report, with its reason code
    Given it is <day>
    And a <role> of woking-borough-council asks
    And decision.amount is 25.00
    When the question is asked
    Then the duty "reason-code/record" is owed with the act
    And the duty "officer/published-report" is owed after the act, to the finance_director

    Examples:
      | day            | role                     |
      | 2 March 2023   | business_support_officer |
      | 2 March 2023   | finance_director         |
      | 7 January 2025 | business_support_officer |

  Scenario: What the Executive decides is its own, and not under the delegation that is reported
    Given it is 7 January 2025
    And an executive of woking-borough-council asks
    And decision.amount is 12,000.00
    When the question is asked
    Then the duty "reason-code/record" is owed with the act
    And the duty "published-report" is not owed

  Scenario Outline: A debt whose amount is not known is nobody's to write off yet
    Given it is <day>
    And a <role> of woking-borough-council asks
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And all that is needed is decision.amount

    Examples: From March 2023
      | day          | role                       |
      | 2 March 2023 | business_support_officer   |
      | 2 March 2023 | business_support_manager   |
      | 2 March 2023 | financial_services_manager |
      | 2 March 2023 | finance_director           |
      | 2 March 2023 | executive                  |

    Examples: By September 2024
      | day            | role                       |
      | 7 January 2025 | business_support_officer   |
      | 7 January 2025 | business_support_manager   |
      | 7 January 2025 | financial_services_manager |
      | 7 January 2025 | executive                  |

  Scenario Outline: What is left out is said
    Given it is <day>
    Then the scheme leaves out "<row>"

    Examples:
      | day            | row                                             |
      | 2 March 2023   | A debt of exactly £10,000                       |
      | 2 March 2023   | The day on which these limits began and ended   |
      | 7 January 2025 | The day on which these limits began             |
      | 7 January 2025 | How often the report is published               |
