Feature: Leeds: who decides in children's social work
  The council publishes a list of deciders. The post it names is the lowest that may decide; a more senior one may too.
  Three lists were read, of February 2023, 2025 and 2026, and the list of the day governs. Around them stand rules:
  money is asked for with a reason on the child's file, what was delegated is not passed down, and "if in doubt, ask".
  What was cut off where it was read has been left silent.

  Background:
    Given the scheme leeds-cs

  Scenario Outline: The list of February 2023
    Given it is 10 May 2024
    And the decision is a <kind>
    And a <decider> of leeds-city-council asks
    When the question is asked
    Then the level is act
    And it rests on "<rule>"
    Given a <junior> of leeds-city-council asks
    When the question is asked
    Then the level is refer
    And it is for the <decider> to decide

    Examples:
      | kind                                 | decider                  | junior                   | rule                       |
      | s17_regular_payment                  | service_delivery_manager | team_manager             | s17-regular                |
      | emergency_protection_order           | service_delivery_manager | team_manager             | emergency-protection-order |
      | care_proceedings                     | service_delivery_manager | team_manager             | care-proceedings           |
      | treatment_parent_not_contactable     | team_manager             | social_worker            | treatment-not-contactable  |
      | treatment_parent_unwilling           | service_delivery_manager | team_manager             | treatment-unwilling        |
      | vary_contact                         | team_manager             | social_worker            | vary-contact               |
      | terminate_contact                    | service_delivery_manager | team_manager             | terminate-contact          |
      | placement_with_parents_planned       | head_of_service          | service_delivery_manager | parents-planned            |
      | placement_with_parents_emergency     | service_delivery_manager | team_manager             | parents-emergency          |
      | child_protection_medical             | team_manager             | social_worker            | cp-medical                 |
      | close_child_protection_investigation | team_manager             | social_worker            | cp-close                   |
      | not_investigate_same_day             | team_manager             | social_worker            | cp-not-same-day            |
      | not_convene_conference               | team_manager             | social_worker            | cp-no-conference           |
      | holiday_uk                           | team_manager             | social_worker            | holiday-uk                 |
      | holiday_abroad                       | team_manager             | social_worker            | holiday-abroad             |
      | passport                             | service_delivery_manager | team_manager             | passport                   |
      | review_plan_approval                 | service_delivery_manager | team_manager             | review-plan                |
      | discharge_care_order                 | team_manager             | social_worker            | discharge-care-order       |
      | adoption_placement                   | team_manager             | social_worker            | adoption                   |
      | transport_assessment                 | team_manager             | social_worker            | transport                  |
      | kinship_carer_emergency_approval     | service_delivery_manager | team_manager             | kinship-emergency          |

  Scenario Outline: The list of February 2025
    Given it is 3 June 2025
    And the decision is a <kind>
    And a <decider> of leeds-city-council asks
    When the question is asked
    Then the level is act
    And it rests on "<rule>"
    Given a <junior> of leeds-city-council asks
    When the question is asked
    Then the level is refer
    And it is for the <decider> to decide

    Examples:
      | kind                                 | decider                  | junior                   | rule                       |
      | emergency_protection_order           | head_of_service          | service_delivery_manager | emergency-protection-order |
      | treatment_parent_not_contactable     | service_delivery_manager | team_manager             | treatment-not-contactable  |
      | treatment_parent_unwilling           | head_of_service          | service_delivery_manager | treatment-unwilling        |
      | vary_contact                         | service_delivery_manager | team_manager             | vary-contact               |
      | terminate_contact                    | service_delivery_manager | team_manager             | terminate-contact          |
      | placement_with_parents_planned       | head_of_service          | service_delivery_manager | parents-planned            |
      | placement_with_parents_emergency     | head_of_service          | service_delivery_manager | parents-emergency          |
      | child_protection_medical             | team_manager             | social_worker            | cp-medical                 |
      | close_child_protection_investigation | team_manager             | social_worker            | cp-close                   |
      | not_investigate_same_day             | team_manager             | social_worker            | cp-not-same-day            |
      | not_convene_conference               | team_manager             | social_worker            | cp-no-conference           |
      | holiday_abroad                       | service_delivery_manager | team_manager             | holiday-abroad             |
      | passport                             | head_of_service          | service_delivery_manager | passport                   |
      | review_plan_approval                 | service_delivery_manager | team_manager             | review-plan                |
      | discharge_care_order                 | service_delivery_manager | team_manager             | discharge-care-order       |
      | travel_consent_letter                | service_delivery_manager | team_manager             | travel-letter              |
      | kinship_carer_emergency_approval     | head_of_service          | service_delivery_manager | kinship-emergency          |

  Scenario Outline: The list of February 2026, as far as it was seen
    Given it is 2 March 2026
    And the decision is a <kind>
    And a <decider> of leeds-city-council asks
    When the question is asked
    Then the level is act
    And it rests on "<rule>"
    Given a <junior> of leeds-city-council asks
    When the question is asked
    Then the level is refer
    And it is for the <decider> to decide

    Examples:
      | kind                                 | decider                  | junior        | rule             |
      | child_protection_enquiry             | team_manager             | social_worker | cp-enquiry       |
      | child_protection_medical             | team_manager             | social_worker | cp-medical       |
      | close_child_protection_investigation | team_manager             | social_worker | cp-close         |
      | not_investigate_same_day             | team_manager             | social_worker | cp-not-same-day  |
      | convene_conference                   | team_manager             | social_worker | cp-conference    |
      | not_convene_conference               | team_manager             | social_worker | cp-no-conference |
      | court_report                         | service_delivery_manager | team_manager  | court-report     |

  Scenario Outline: Each list begins on its day
    Given it is <day>
    And a team_manager of leeds-city-council asks
    And the decision is a <kind>
    When the question is asked
    Then the schemes that applied include leeds-cs/<version>
    And the level is <level>

    Examples:
      | day              | version | kind         | level |
      | 1 February 2023  | 2023-02 | vary_contact | act   |
      | 31 January 2025  | 2023-02 | vary_contact | act   |
      | 1 February 2025  | 2025-02 | vary_contact | refer |
      | 31 January 2026  | 2025-02 | holiday_uk   | refer |
      | 1 February 2026  | 2026-02 | court_report | refer |

  Scenario: Before the first list that was seen there are no rules
    Given it is 31 January 2023
    And a team_manager of leeds-city-council asks
    And the decision is a vary_contact
    Then it cannot be asked: "no-version-in-force"

  Scenario Outline: One-off payments under section 17, to the penny
    Given it is <day>
    And a <role> of leeds-city-council asks
    And the decision is a s17_one_off_payment
    And decision.amount is <amount>
    When the question is asked
    Then the level is act
    And it rests on "<rule>"
    And the duty "finance-request/rationale" is owed with the act

    Examples: From February 2023
      | day         | role                     | amount | rule               |
      | 10 May 2024 | team_manager             | 100.00 | s17-one-off-small  |
      | 10 May 2024 | service_delivery_manager | 100.01 | s17-one-off-larger |
      | 10 May 2024 | service_delivery_manager | 140.00 | s17-one-off-larger |

    Examples: From February 2025
      | day         | role            | amount | rule              |
      | 3 June 2025 | team_manager    | 100.00 | s17-one-off-small |
      | 3 June 2025 | head_of_service | 100.00 | s17-one-off-small |

  Scenario: Over £100 in 2023 it is the service delivery manager's
    Given it is 10 May 2024
    And a team_manager of leeds-city-council asks
    And the decision is a s17_one_off_payment
    And decision.amount is 100.01
    When the question is asked
    Then the basis is delegated_elsewhere
    And it is for the service_delivery_manager to decide

  Scenario: Over £100 in 2025 the row was cut off, so it is a question and not a guess
    Given it is 3 June 2025
    And a team_manager of leeds-city-council asks
    And the decision is a s17_one_off_payment
    And decision.amount is 100.01
    When the question is asked
    Then the basis is not_met
    And nobody holds it
    And the person to ask is the service_delivery_manager
    And the duty "in-doubt-ask/record-question" is owed with the act

  Scenario: A social worker changes maintenance where no money turns on it
    Given it is 10 May 2024
    And a social_worker of leeds-city-council asks
    And the decision is a maintenance_payment_change
    And decision.financial_implication is no
    When the question is asked
    Then the level is act
    And it rests on "maintenance-change"
    Given decision.financial_implication is yes
    When the question is asked
    Then the level is refer
    And the person to ask is the service_delivery_manager

  Scenario Outline: Some decisions are a panel's, a carer's or an office's, however senior whoever asks
    Given it is <day>
    And the decision is a <kind>
    And a <decider> of leeds-city-council asks
    When the question is asked
    Then the level is act
    And it rests on "<rule>"
    Given a <senior> of leeds-city-council asks
    When the question is asked
    Then the level is refer
    And it is for the <decider> to decide

    Examples:
      | day         | kind                      | decider                     | senior        | rule              |
      | 10 May 2024 | foster_carer_approval     | fostering_panel             | chief_officer | foster-carer      |
      | 10 May 2024 | kinship_carer_approval    | fostering_panel             | chief_officer | kinship-permanent |
      | 3 June 2025 | foster_carer_approval     | fostering_panel             | director      | foster-carer      |
      | 3 June 2025 | holiday_uk                | foster_carer                | director      | holiday-uk        |
      | 3 June 2025 | adoption_placement        | agency_decision_manager     | director      | adoption          |
      | 3 June 2025 | kinship_carer_approval    | fostering_panel             | director      | kinship-permanent |
      | 2 March 2026 | end_child_protection_plan | child_protection_conference | director      | cp-plan-end       |

  Scenario Outline: Care proceedings in 2025 are the panel's or the head of service's
    Given it is 3 June 2025
    And the decision is a care_proceedings
    And a <role> of leeds-city-council asks
    When the question is asked
    Then the level is act
    And it rests on "<rule>"
    Given a service_delivery_manager of leeds-city-council asks
    When the question is asked
    Then it is for the head_of_service to decide
    And the decision_and_review_panel may decide it too

    Examples:
      | role                      | rule                   |
      | decision_and_review_panel | care-proceedings-panel |
      | head_of_service           | care-proceedings-head  |

  Scenario Outline: Withdrawing treatment goes to the top, and to the High Court where a life depends on it
    Given it is <day>
    And a <role> of leeds-city-council asks
    And the decision is a withdraw_treatment
    And decision.life_sustaining is no
    When the question is asked
    Then the level is act
    And it rests on "withdraw-treatment"
    Given decision.life_sustaining is yes
    And court.high_court_approved is no
    When the question is asked
    Then the level is stop
    And the basis is statute
    And the route leads to the high_court

    Examples:
      | day         | role          |
      | 10 May 2024 | chief_officer |
      | 3 June 2025 | director      |

  Scenario Outline: A delegated decision is not passed down
    Given it is 2 March 2026
    And a <role> of leeds-city-council asks
    And the decision is a redelegate_approval
    And decision.to_role is <to>
    When the question is asked
    Then the level is stop
    And the rule <rule> is among the reasons
    And the route leads to the <role>
    And the duty "name-substitute" is owed with the act

    Examples:
      | role                     | to                       | rule                               |
      | team_manager             | social_worker            | not-below-team-manager             |
      | service_delivery_manager | team_manager             | not-below-service-delivery-manager |
      | service_delivery_manager | social_worker            | not-below-service-delivery-manager |
      | head_of_service          | service_delivery_manager | not-below-head-of-service          |
      | director                 | head_of_service          | not-below-director                 |

  Scenario Outline: An equal or more senior post may stand in
    Given it is 2 March 2026
    And a <role> of leeds-city-council asks
    And the decision is a redelegate_approval
    And decision.to_role is <to>
    When the question is asked
    Then the level is act
    And it rests on "substitute"

    Examples:
      | role                     | to                       |
      | team_manager             | team_manager             |
      | team_manager             | director                 |
      | service_delivery_manager | service_delivery_manager |
      | director                 | director                 |

  Scenario Outline: If in doubt, ask: the question and the answer are written down and offered as a new row
    Given it is <day>
    And a team_manager of leeds-city-council asks
    And the decision is a buy_musical_instrument
    And decision.amount is 85.00
    When the question is asked
    Then the basis is silence
    And the person to ask is the service_delivery_manager
    And the duty "in-doubt-ask/record-question" is owed with the act
    And the duty "in-doubt-ask/offer-rule" is owed after the act

    Examples:
      | day          |
      | 10 May 2024  |
      | 3 June 2025  |
      | 2 March 2026 |

  Scenario Outline: A payment whose amount nobody has said is not settled
    Given it is <day>
    And a team_manager of leeds-city-council asks
    And the decision is a s17_one_off_payment
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And all that is needed is decision.amount

    Examples:
      | day         |
      | 10 May 2024 |
      | 3 June 2025 |

  Scenario: Whether money turns on a change of maintenance has to be known
    Given it is 10 May 2024
    And a social_worker of leeds-city-council asks
    And the decision is a maintenance_payment_change
    When the question is asked
    Then the basis is missing_facts
    And all that is needed is decision.financial_implication

  Scenario Outline: To whom a decision would be passed down has to be known
    Given it is 2 March 2026
    And a <role> of leeds-city-council asks
    And the decision is a redelegate_approval
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And all that is needed is decision.to_role

    Examples:
      | role                     |
      | team_manager             |
      | service_delivery_manager |
      | head_of_service          |
      | director                 |

  Scenario: Who would pass a decision down has to be known
    Given it is 2 March 2026
    And the decision is a redelegate_approval
    And decision.to_role is social_worker
    When the question is asked
    Then they may not act
    And actor.role is needed

  Scenario: Money that the list of February 2026 does not speak of still goes on file with its reason
    Given it is 2 March 2026
    And a team_manager of leeds-city-council asks
    And the decision is a buy_musical_instrument
    And decision.classes is [spend]
    When the question is asked
    Then the basis is silence
    And the duty "finance-request/rationale" is owed with the act

  Scenario Outline: What is left out is said
    Given it is <day>
    Then the scheme leaves out "<row>"

    Examples:
      | day          | row                                                                                 |
      | 10 May 2024  | Maintenance payments where there is a financial implication, and what follows it in the list |
      | 10 May 2024  | Delegated decisions are not passed down                                             |
      | 3 June 2025  | Section 17 one-off payment over £100                                                |
      | 3 June 2025  | Section 17 regular weekly payment                                                   |
      | 2 March 2026 | Section 17 payments, one-off and regular                                            |
      | 2 March 2026 | Corporate measures that override the list for a time                                |
