Feature: Not yet, and what would change it
  A condition that does not hold is not a refusal. Nobody holds the decision as the case stands; the answer says whom to
  ask and, where the scheme says a thing can be done another way, what would make it the worker's own.

  Background:
    Given the scheme oakfield-families
    And it is 2 May 2026
    And a family_worker of oakfield-council asks
    And the decision is a home_adaptation
    And decision.plan_agreed is no
    And decision.landlord_agrees is yes

  Scenario: The plan has not been agreed with the family
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And nobody holds it
    And the person to ask is the team_manager
    And it would change if decision.plan_agreed were yes
    And the answer is complete

  Scenario: Once it has been agreed
    Given decision.plan_agreed is yes
    When the question is asked
    Then the level is act
    And they may act

  Scenario: What another person has to agree to is never suggested as if it were the worker's to change
    Given decision.plan_agreed is yes
    And decision.landlord_agrees is no
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And nothing about the case would change it

  Scenario: Not known is not the same as not so
    Given decision.plan_agreed is not known
    When the question is asked
    Then the basis is missing_facts
    And all that is needed is decision.plan_agreed
    And more facts could change the answer
