Feature: When somebody at high risk of domestic abuse is referred
  Fourteen ticks of twenty-four on the DASH checklist, professional judgement, or five police call-outs in twelve
  months: each is enough for a referral to the conference (MARAC). Judgement can raise a case. Nothing can lower one.
  Source: referral criteria as local partnerships publish them; the day they begin is assumed.

  Background:
    Given the scheme dash-marac
    And it is 2 March 2026
    And a support_worker of support-agency asks
    And the decision is a marac_referral
    And decision.dash_ticks is 10
    And decision.judged_high_risk is no
    And person.police_callouts_12m is 0
    And person.agrees_to_sharing is yes

  Scenario Outline: Any one of three is enough
    Given decision.dash_ticks is <ticks>
    And decision.judged_high_risk is <judged>
    And person.police_callouts_12m is <callouts>
    When the question is asked
    Then the level is act
    And it rests on "refer"

    Examples:
      | ticks | judged | callouts |
      | 14    | no     | 0        |
      | 24    | no     | 0        |
      | 0     | yes    | 0        |
      | 13    | no     | 5        |

  Scenario Outline: Such a referral cannot be left
    Given the decision is a withhold_marac_referral
    And decision.dash_ticks is <ticks>
    And decision.judged_high_risk is <judged>
    And person.police_callouts_12m is <callouts>
    When the question is asked
    Then the level is stop
    And the rule high-risk-is-referred is among the reasons
    And the route leads to the marac_lead
    And they may not act

    Examples:
      | ticks | judged | callouts |
      | 14    | no     | 0        |
      | 15    | no     | 0        |
      | 13    | yes    | 0        |
      | 13    | no     | 5        |

  Scenario Outline: Just below all three, and with nobody the law protects at risk, a worker may leave it
    Given the decision is a withhold_marac_referral
    And child.harm_suspected is no
    And child.disclosed_harm is no
    And adult.abuse_suspected is yes
    And adult.care_needs is no
    And decision.dash_ticks is <ticks>
    And person.police_callouts_12m is <callouts>
    When the question is asked
    Then the level is act
    And it rests on "no-referral"

    Examples:
      | ticks | callouts |
      | 13    | 4        |
      | 9     | 0        |

  Scenario: Ticks that are there already settle it, whatever else is not known
    Given decision.dash_ticks is 14
    And decision.judged_high_risk is not known
    And person.police_callouts_12m is not known
    When the question is asked
    Then the level is act

  Scenario: What could still raise the case has to be known before it is left
    Given the decision is a withhold_marac_referral
    And decision.judged_high_risk is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And decision.judged_high_risk is needed
    And they may not act yet

  Scenario: What the law requires is asked before anything is left
    Given the decision is a withhold_marac_referral
    When the question is asked
    Then the level is refer
    And child.disclosed_harm is needed
    And adult.care_needs is needed
    Given child.disclosed_harm is yes
    When the question is asked again
    Then the level is stop
    And the basis is statute

  Scenario: Shared without agreement, with the reasons on record, and the person told where it is safe
    Given decision.dash_ticks is 15
    And person.agrees_to_sharing is no
    When the question is asked
    Then they may act
    And the duty "sharing/without-consent-record" is owed with the act
    And the duty "sharing/tell-person" is owed with the act

  Scenario: Where the person agrees there is nothing to explain
    Given decision.dash_ticks is 15
    When the question is asked
    Then the duty "sharing/without-consent-record" is not owed
    And the duty "sharing/tell-person" is owed with the act

  Scenario: Below high risk a referral is a question to the agency's lead
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And the person to ask is the marac_lead

  Scenario: Nothing is known yet
    Given decision.dash_ticks is not known
    And decision.judged_high_risk is not known
    And person.police_callouts_12m is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And they may not act yet

  Scenario: Whether the person agrees to sharing is not known
    Given decision.dash_ticks is 14
    And person.agrees_to_sharing is not known
    When the question is asked
    Then the level is act
    And the duty "sharing/without-consent-record" may yet be owed

  Scenario Outline: What is left out is said
    Then the scheme leaves out "<row>"

    Examples:
      | row                                              |
      | Repeat incidents of a case already heard         |
      | What is offered at medium and at standard risk   |
