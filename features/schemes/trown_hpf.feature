Feature: A homelessness prevention fund, 2018
  A senior housing adviser approves up to £1,000 where the person has a local connection and the payment averts
  homelessness for at least six months, in priority need or not. Above that is exceptional, case by case. Whoever asks
  for the money does not approve it. Source: procedure of a city council that is not named, April 2018.

  Background:
    Given the scheme trown-hpf
    And it is 1 June 2018
    And a senior_housing_adviser "adviser-9" of unnamed-city-council asks
    And the decision is a homelessness_prevention_payment
    And decision.amount is 900.00
    And decision.payee is landlord
    And person.local_connection is yes
    And decision.months_averted is 6
    And decision.requested_by is external_agency

  Scenario Outline: Up to £1,000 it is the senior adviser's
    Given decision.amount is <amount>
    When the question is asked
    Then the level is act
    And the basis is own_authority
    And it rests on "payment"
    And they may act

    Examples:
      | amount   |
      | 900.00   |
      | 1,000.00 |

  Scenario: A penny over £1,000 is an exception, and wants its reason in writing first
    Given decision.amount is 1,000.01
    When the question is asked
    Then the basis is exception
    And it rests on "exceptional-payment"
    And they may not act yet
    And all that is needed is "exceptional-payment/reason"
    Given the duty "exceptional-payment/reason" has been done
    When the question is asked again
    Then they may act

  Scenario Outline: Six months and a local connection
    Given person.local_connection is <connection>
    And decision.months_averted is <months>
    When the question is asked
    Then the level is <level>
    And the basis is <basis>

    Examples:
      | connection | months | level | basis         |
      | yes        | 6      | act   | own_authority |
      | yes        | 5.9    | refer | not_met       |
      | no         | 6      | refer | not_met       |

  Scenario: Where the tests are not met somebody is named to ask, and nothing is refused
    Given decision.months_averted is 5
    When the question is asked
    Then nobody holds it
    And the person to ask is the operations_manager

  Scenario Outline: The money goes straight to whoever is owed it
    Given decision.payee is <payee>
    When the question is asked
    Then the duty "<owed>" is owed with the act
    And the duty "<not owed>" is not owed
    And the duty "payment/outcome" is owed after the act

    Examples:
      | payee              | owed                     | not owed                 |
      | landlord           | payment/pay-landlord     | payment/pay-organisation |
      | other_organisation | payment/pay-organisation | payment/pay-landlord     |

  Scenario: An adviser does not approve their own request
    Given decision.requested_by is council_adviser
    And decision.requester_ref is adviser-9
    When the question is asked
    Then the level is refer
    And the basis is safeguard
    And the rule requester-is-not-approver is among the reasons
    And it is for the senior_housing_adviser to decide
    And whoever decides must meet "not(decision.requester_ref = actor.ref)"

  Scenario: A colleague's request may be approved
    Given decision.requested_by is council_adviser
    And decision.requester_ref is adviser-4
    When the question is asked
    Then they may act

  Scenario: Whose request it was has to be known
    Given decision.requested_by is council_adviser
    When the question is asked
    Then they may not act yet
    And all that is needed is decision.requester_ref

  Scenario: A housing adviser asks a senior one
    Given a housing_adviser "adviser-4" of unnamed-city-council asks
    When the question is asked
    Then the level is refer
    And it is for the senior_housing_adviser to decide

  Scenario: For a loan the operations manager settles the terms too
    Given the decision is a homelessness_prevention_loan
    And decision.amount is 1,000.00
    When the question is asked
    Then the level is agree
    And it rests on "loan"
    And the operations_manager agrees first
    And the duty "loan/repayment-agreement" is owed with the act, to the operations_manager
    Given the duty "loan/operations_manager" has been done by an operations_manager "manager-2"
    When the question is asked again
    Then they may act

  Scenario: A loan above £1,000 wants both the reason and the manager
    Given the decision is a homelessness_prevention_loan
    And decision.amount is 1,000.01
    When the question is asked
    Then the basis is exception
    And it rests on "exceptional-loan"
    And the operations_manager agrees first
    And "exceptional-loan/reason" is needed
    Given the duty "exceptional-loan/reason" has been done
    When the question is asked again
    Then they may not act yet
    Given the duty "exceptional-loan/operations_manager" has been done by an operations_manager "manager-2"
    When the question is asked again
    Then they may act

  Scenario Outline: The same tests stand before a loan, and before an exception
    Given the decision is a <kind>
    And decision.amount is <amount>
    And <fact> is <value>
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And nobody holds it

    Examples:
      | kind                            | amount   | fact                    | value |
      | homelessness_prevention_loan    | 1,000.00 | person.local_connection | no    |
      | homelessness_prevention_loan    | 1,000.00 | decision.months_averted | 5.9   |
      | homelessness_prevention_loan    | 1,000.01 | person.local_connection | no    |
      | homelessness_prevention_loan    | 1,000.01 | decision.months_averted | 5.9   |
      | homelessness_prevention_payment | 1,000.01 | person.local_connection | no    |
      | homelessness_prevention_payment | 1,000.01 | decision.months_averted | 5.9   |

  Scenario Outline: What is not known is asked for
    Given the decision is a <kind>
    And decision.amount is <amount>
    And <fact> is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And "<fact>" is needed

    Examples:
      | kind                            | amount   | fact                    |
      | homelessness_prevention_loan    | 1,000.00 | decision.amount         |
      | homelessness_prevention_loan    | 1,000.00 | person.local_connection |
      | homelessness_prevention_loan    | 1,000.00 | decision.months_averted |
      | homelessness_prevention_loan    | 1,000.01 | person.local_connection |
      | homelessness_prevention_loan    | 1,000.01 | decision.months_averted |
      | homelessness_prevention_payment | 1,000.00 | decision.amount         |
      | homelessness_prevention_payment | 1,000.00 | person.local_connection |
      | homelessness_prevention_payment | 1,000.00 | decision.months_averted |
      | homelessness_prevention_payment | 1,000.01 | person.local_connection |
      | homelessness_prevention_payment | 1,000.01 | decision.months_averted |

  Scenario Outline: Above £1,000 too the money goes straight to whoever is owed it
    Given decision.amount is 1,000.01
    And decision.payee is <payee>
    When the question is asked
    Then the duty "exceptional-payment/<owed>" is owed with the act
    And the duty "exceptional-payment/<not owed>" is not owed

    Examples:
      | payee              | owed             | not owed         |
      | landlord           | pay-landlord     | pay-organisation |
      | other_organisation | pay-organisation | pay-landlord     |

  Scenario Outline: Who is paid may still be open
    Given decision.amount is <amount>
    And decision.payee is not known
    When the question is asked
    Then the duty "<rule>/pay-landlord" may yet be owed
    And the duty "<rule>/pay-organisation" may yet be owed

    Examples:
      | amount   | rule                |
      | 1,000.00 | payment             |
      | 1,000.01 | exceptional-payment |

  Scenario: Where the request comes from has to be known
    Given decision.requested_by is not known
    And decision.requester_ref is adviser-9
    When the question is asked
    Then they may not act yet
    And all that is needed is decision.requested_by

  Scenario Outline: What is left out is said
    Then the scheme leaves out "<row>"

    Examples:
      | row                                                                  |
      | Somebody other than the senior housing adviser to decide above £1,000 |
      | Refusals and agreements                                              |
      | Local connection in cases of fleeing violence                        |
