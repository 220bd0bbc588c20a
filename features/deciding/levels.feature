Feature: Whose decision is it?
  A worker wants to do something for a person. The answer says how far their own authority goes, who else
  must be in it, and what would change it. It never decides about the person.

  Background:
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And person.consent is yes
    And decision.other_help_tried is yes
    And history.household_90d is 0

  Scenario: Within the worker's own limit
    Given decision.amount is 500.00
    When the question is asked
    Then the level is act
    And they may act
    And the basis is own_authority
    And the duty "hardship-worker/tell-landlord" is owed after the act
    And the summary says "delegated by the section 151 officer on 12 March 2026, who answers for the delegation"

  Scenario: A penny over the limit it is somebody else's, and the answer says whose
    Given decision.amount is 500.01
    When the question is asked
    Then the level is refer
    And the basis is delegated_elsewhere
    And it is for the service_manager to decide
    And they may not act yet
    And the summary says "This one is for the service manager to decide."

  Scenario: Regular support wants a second pair of eyes
    Given decision.amount is 400.00
    And history.household_90d is 2200
    When the question is asked
    Then the level is agree
    And a second team_manager agrees first
    And they may not act yet

  Scenario: The second person has agreed
    Given decision.amount is 400.00
    And history.household_90d is 2200
    And the duty "regular-support/second" has been done by a team_manager "w-7"
    When the question is asked
    Then the level is agree
    And they may act

  Scenario: Nobody is their own second person
    Given decision.amount is 400.00
    And history.household_90d is 2200
    And the duty "regular-support/second" has been done by a team_manager "w-1"
    When the question is asked
    Then they may not act yet

  Scenario: What must not go ahead has a route
    Given decision.amount is 100.00
    And person.consent is no
    When the question is asked
    Then the level is stop
    And the route is "ask the person first"
    And they may not act yet
