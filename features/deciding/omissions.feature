Feature: What the law requires, and a proposal to leave it undone
  Where the law requires an act, the act comes as a duty with whatever else is decided: help is never held up by it. A
  proposal not to do it is what is stopped, and the route is the act itself. Harm by leaving undone is harm.

  Background:
    Given the scheme dash-marac
    And it is 2 March 2026
    And a support_worker of support-agency asks
    And decision.dash_ticks is 8
    And decision.judged_high_risk is no
    And person.police_callouts_12m is 0
    And person.agrees_to_sharing is no
    And child.harm_suspected is yes
    And child.disclosed_harm is no
    And adult.abuse_suspected is no
    And adult.care_needs is no
    And adult.unable_to_protect_self is no

  Scenario: To leave a referral where a child is at risk is stopped, with the way to go
    Given the decision is a withhold_marac_referral
    When the question is asked
    Then the level is stop
    And the basis is statute
    And the route leads to the childrens_social_care_s47
    And the rule child-safeguarding-omission is among the reasons
    And the duty "child-safeguarding/refer-child" is owed with the act
    And nothing more is needed

  Scenario: To help goes ahead, and the child is referred with it
    Given the decision is a marac_referral
    And decision.dash_ticks is 14
    When the question is asked
    Then the level is act
    And they may act
    And the duty "child-safeguarding/refer-child" is owed with the act, to the childrens_social_care_s47
    And the duty "child-safeguarding/record-sharing" is owed with the act

  Scenario: A partnership's own rule stops it too, and the law comes first in the answer
    Given the decision is a withhold_marac_referral
    And decision.dash_ticks is 15
    When the question is asked
    Then the level is stop
    And the basis is statute
    And the route leads to the childrens_social_care_s47
    And the route leads to the marac_lead

  Scenario: Nobody may leave it while it is not known whether a child is at risk
    Given the decision is a withhold_marac_referral
    And child.harm_suspected is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And all that is needed is child.harm_suspected
    And they may not act yet

  Scenario: Help does not wait for that, and the duty is shown as one that may yet be owed
    Given the decision is a marac_referral
    And decision.dash_ticks is 14
    And child.harm_suspected is not known
    When the question is asked
    Then the level is act
    And they may act
    And the duty "child-safeguarding/refer-child" may yet be owed
