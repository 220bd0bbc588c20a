Feature: What the person deciding can vouch for
  A paper form has tick-boxes: have you tried, have you asked, are you satisfied. Whoever decides answers for them. While
  a box is empty the decision is still theirs, and nobody goes ahead; ticked, it is a fact like any other.

  Background:
    Given the scheme neighbourhood-team-liberated
    And it is 2 May 2026
    And a neighbourhood_worker of eastmoor-council asks
    And the decision is a start_support
    And person.set_scope is yes

  Scenario: Two empty boxes
    When the question is asked
    Then the level is act
    And they may not act yet
    And all that is needed is "confirm/decision.harm" and "confirm/decision.lawful"
    And the summary says "Are you satisfied that the law allows this?"

  Scenario: Both ticked as looked for
    Given decision.lawful is yes
    And decision.harm is no
    When the question is asked
    Then they may act
    And nothing more is needed

  Scenario: A box answered the other way is an answer too
    Given decision.lawful is yes
    And decision.harm is yes
    When the question is asked
    Then the level is stop
    And the rule do-no-harm is among the reasons

  Scenario: What the person wants is no tick-box of the worker's
    Given decision.lawful is yes
    And decision.harm is no
    And person.set_scope is not known
    When the question is asked
    Then the basis is missing_facts
    And all that is needed is person.set_scope
