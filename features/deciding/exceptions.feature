Feature: A way outside the usual limit, with its reason in writing
  No limit says never. A grant that is marked as an exception opens what lies beyond the norm, to whoever it names, and
  owes the reason in writing before the act.

  Background:
    Given the scheme trown-hpf
    And it is 1 June 2018
    And a senior_housing_adviser of unnamed-city-council asks
    And the decision is a homelessness_prevention_payment
    And decision.amount is 1,250.00
    And decision.payee is landlord
    And decision.requested_by is external_agency
    And decision.months_averted is 8
    And person.local_connection is yes

  Scenario: The reason is due before the act
    When the question is asked
    Then the level is act
    And the basis is exception
    And they may not act yet
    And the duty "exceptional-payment/reason" is owed before the act
    And all that is needed is "exceptional-payment/reason"
    And the summary says "write down the reason for the exception"

  Scenario: With the reason written they may act
    Given the duty "exceptional-payment/reason" has been done by a senior_housing_adviser "w-1"
    When the question is asked
    Then they may act
    And the basis is exception
    And nothing more is needed

  Scenario: Within the norm there is nothing to explain
    Given decision.amount is 1,000.00
    When the question is asked
    Then the basis is own_authority
    And the duty "reason" is not owed

  Scenario: Somebody whose exception it is not is told whose it is, and their reason opens nothing
    Given a housing_adviser of unnamed-city-council asks
    And the duty "exceptional-payment/reason" has been done
    When the question is asked
    Then the level is refer
    And the basis is exception
    And it is for the senior_housing_adviser to decide
    And whoever decides owes the duty "exceptional-payment/reason" before the act
    And they may not act
