Feature: Silence means ask, never no
  A scheme cannot have thought of everything. Where it says nothing, the answer names a person to ask.

  Scenario: A kind no rule has heard of
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a guitar_for_a_young_adult
    When the question is asked
    Then the level is refer
    And the basis is silence
    And the person to ask is the service_manager
    And the summary says "which means ask, not no"

  Scenario: The most senior is sent to somebody else, not to themselves
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a service_manager of northbridge-council asks
    And the decision is a guitar_for_a_young_adult
    When the question is asked
    Then the basis is silence
    And the person to ask is the section_151_officer

  Scenario: The law still knows it by its class
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a guitar_for_a_young_adult
    And decision.classes is [individual]
    And child.disclosed_harm is yes
    When the question is asked
    Then the basis is silence
    And the duty "child-safeguarding/refer-child" is owed with the act

  Scenario: A class gives nobody a power
    Given the scheme neighbourhood-team-liberated
    And it is 10 June 2026
    And a section_151_officer of eastmoor-council asks
    And the decision is a guitar_for_a_young_adult
    And decision.classes is [spend]
    And decision.amount is 300.00
    When the question is asked
    Then the level is refer
    And nobody holds it
    And they may not act
