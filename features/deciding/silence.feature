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
