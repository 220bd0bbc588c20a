Feature: What the law fixes, whatever a local scheme says
  The statute floor stands under every local scheme in England. It names no local role and grants nothing. It comes with
  duties where the law requires an act, stops proposals to leave such an act undone, and says where the law gives
  somebody else the decision. A local scheme is needed to ask it: a small example, family-help-example.
  Nothing here is legal advice; each rule names its source.

  Background:
    Given the scheme family-help-example
    And it is 2 July 2026
    And child.harm_suspected is no
    And child.disclosed_harm is no
    And adult.abuse_suspected is no
    And adult.care_needs is no
    And adult.unable_to_protect_self is no

  Scenario Outline: A child who may be suffering significant harm is referred, and help goes on alongside
    Given a family_support_worker of riverside-council asks
    And the decision is a family_plan
    And <fact> is yes
    When the question is asked
    Then the level is act
    And they may act
    And the rule child-safeguarding is among the reasons
    And the duty "child-safeguarding/refer-child" is owed with the act, to the childrens_social_care_s47
    And the duty "child-safeguarding/record-sharing" is owed with the act

    Examples:
      | fact                 |
      | child.harm_suspected |
      | child.disclosed_harm |

  Scenario: Such a referral is not held back for the sake of trust
    Given a family_support_worker of riverside-council asks
    And the decision is a do_not_refer_child_concern
    And child.disclosed_harm is yes
    When the question is asked
    Then the level is stop
    And the basis is statute
    And the rule child-safeguarding-omission is among the reasons
    And the route leads to the childrens_social_care_s47

  Scenario Outline: An adult with care needs who may be abused and cannot protect themselves is referred
    Given a family_support_worker of riverside-council asks
    And the decision is a family_plan
    And adult.abuse_suspected is <abuse>
    And adult.care_needs is <needs>
    And adult.unable_to_protect_self is <unable>
    When the question is asked
    Then the level is act
    And the duty "adult-safeguarding/refer-adult" <owed>

    Examples:
      | abuse | needs | unable | owed                                               |
      | yes   | yes   | yes    | is owed with the act, to the adult_social_care_s42 |
      | yes   | yes   | no     | is not owed                                        |
      | yes   | no    | yes    | is not owed                                        |
      | no    | yes   | yes    | is not owed                                        |

  Scenario: An adult's referral is not held back either
    Given a family_support_worker of riverside-council asks
    And the decision is a do_not_refer_child_concern
    And adult.abuse_suspected is yes
    And adult.care_needs is yes
    And adult.unable_to_protect_self is yes
    When the question is asked
    Then the level is stop
    And the rule adult-safeguarding-omission is among the reasons
    And the route leads to the adult_social_care_s42

  Scenario: Nobody tells an approved mental health professional what to conclude
    Given a team_manager of riverside-council asks
    And the decision is a direct_the_amhp
    When the question is asked
    Then the level is stop
    And the rule amhp-not-directed is among the reasons
    And the route leads to the amhp_service_s13

  Scenario Outline: An application under the Mental Health Act is the professional's own, after an interview
    Given an amhp of riverside-council asks
    And the decision is a mental_health_application
    And actor.amhp is <approved>
    And actor.interviewed_and_satisfied is <satisfied>
    When the question is asked
    Then the level is <level>
    And the rule <rule> is <among> the reasons

    Examples:
      | approved | satisfied | level | rule               | among     |
      | yes      | yes       | act   | amhp-alone-applies | not among |
      | no       | yes       | stop  | amhp-alone-applies | among     |
      | yes      | no        | stop  | amhp-interview     | among     |

  Scenario Outline: Ending a child's life-sustaining treatment needs the High Court, even where everyone agrees
    Given the scheme leeds-cs
    And it is 3 June 2025
    And a director of leeds-city-council asks
    And the decision is a withdraw_treatment
    And decision.life_sustaining is yes
    And court.high_court_approved is <approved>
    When the question is asked
    Then the level is <level>
    And the rule child-treatment-court is <among> the reasons

    Examples:
      | approved | level | among     |
      | no       | stop  | among     |
      | yes      | act   | not among |

  Scenario Outline: From 5 February 2026 software alone decides nothing that weighs on somebody
    Given it is <day>
    And a benefits_officer of riverside-council asks
    And the decision is a refuse_dhp_application
    And decision.human_involved is no
    And decision.blanket_rule is no
    When the question is asked
    Then the level is <level>
    And the rule automated-decision is <among> the reasons

    Examples:
      | day             | level | among     |
      | 4 February 2026 | act   | not among |
      | 5 February 2026 | stop  | among     |

  Scenario: A policy may guide a refusal; it may not make it
    Given a benefits_officer of riverside-council asks
    And the decision is a refuse_dhp_application
    And decision.human_involved is yes
    And decision.blanket_rule is yes
    When the question is asked
    Then the level is stop
    And the route leads to the decision_maker_22c
    And the duty "blanket-refusal/remove-blanket-rule" is owed with the act
    Given decision.blanket_rule is no
    When the question is asked
    Then the level is act
    And the duty "refusal-reasons/exception-considered" is owed with the act

  Scenario: A homelessness decision is given in writing, with the 21 days for a review
    Given a benefits_officer of riverside-council asks
    And the decision is a homelessness_decision
    When the question is asked
    Then the level is act
    And the duty "homelessness-notice/written-decision" says "within 21 days of being told"

  Scenario Outline: Fresh eyes, and senior enough, review a homelessness decision
    Given a reviewing_officer of riverside-council asks
    And the decision is a homelessness_review
    And actor.took_part_in_decision is <part>
    And actor.senior_enough_to_review is <senior>
    When the question is asked
    Then the level is <level>
    And the rule <rule> is <among> the reasons

    Examples:
      | part | senior | level | rule                           | among     |
      | no   | yes    | act   | homelessness-review-fresh-eyes | not among |
      | yes  | yes    | stop  | homelessness-review-fresh-eyes | among     |
      | no   | no     | stop  | homelessness-review-seniority  | among     |

  Scenario Outline: A review asked for within 21 days is carried out
    Given a reviewing_officer of riverside-council asks
    And the decision is a decline_homelessness_review
    And review.days_since_notified is <days>
    And review.longer_time_allowed is <longer>
    And review.of_a_review is <second>
    When the question is asked
    Then the level is <level>
    And the rule homelessness-review-owed is <among> the reasons

    Examples:
      | days | longer | second | level | among     |
      | 21   | no     | no     | stop  | among     |
      | 22   | no     | no     | act   | not among |
      | 22   | yes    | no     | stop  | among     |
      | 5    | no     | yes    | act   | not among |

  Scenario Outline: An eligible need is met whatever the budget
    Given a team_manager of riverside-council asks
    And the decision is a decline_care
    And decision.eligible_need is <eligible>
    And decision.for_lack_of_resources is <money>
    When the question is asked
    Then the level is <level>
    And the rule eligible-need is <among> the reasons

    Examples:
      | eligible | money | level | among     |
      | yes      | yes   | stop  | among     |
      | no       | yes   | act   | not among |
      | yes      | no    | act   | not among |

  Scenario: A personal budget is enough for the eligible needs
    Given the scheme doncaster-asc
    And a team_manager of doncaster-council asks
    And the decision is a personal_budget_sign_off
    And decision.annual_amount is 20,000.00
    When the question is asked
    Then the duty "sufficient-budget/sufficient" is owed with the act

  Scenario Outline: After a section 114 report a new agreement needs the chief finance officer's written authority
    Given a team_manager of riverside-council asks
    And the decision is a service_agreement
    And authority.section_114_notice is <notice>
    And agreement.authorised_s115 is <written>
    When the question is asked
    Then the level is <level>
    And the rule section-114 is <among> the reasons

    Examples:
      | notice | written | level | among     |
      | yes    | no      | stop  | among     |
      | yes    | yes     | act   | not among |
      | no     | no      | act   | not among |

  Scenario Outline: A contract at or above the threshold, VAT included, is awarded under the Procurement Act
    Given it is <day>
    And a team_manager of riverside-council asks
    And the decision is a contract
    And contract.authority is <authority>
    And contract.subject is <subject>
    And contract.value_with_vat is <value>
    And contract.covered_procedure is no
    When the question is asked
    Then the level is <level>
    And the rule procurement-threshold is <among> the reasons

    Examples: The thresholds from 1 January 2026
      | day            | authority   | subject           | value        | level | among     |
      | 1 January 2026 | central     | goods_or_services | 135,017.99   | act   | not among |
      | 1 January 2026 | central     | goods_or_services | 135,018.00   | stop  | among     |
      | 1 January 2026 | sub_central | goods_or_services | 207,719.99   | act   | not among |
      | 1 January 2026 | sub_central | goods_or_services | 207,720.00   | stop  | among     |
      | 1 January 2026 | sub_central | goods_or_services | 246,000.00   | stop  | among     |
      | 1 January 2026 | sub_central | light_touch       | 663,539.99   | act   | not among |
      | 1 January 2026 | central     | light_touch       | 663,540.00   | stop  | among     |
      | 1 January 2026 | central     | works             | 5,192,999.99 | act   | not among |
      | 1 January 2026 | sub_central | works             | 5,193,000.00 | stop  | among     |

    Examples: Before them
      | day              | authority   | subject           | value        | level | among     |
      | 31 December 2025 | sub_central | goods_or_services | 207,720.00   | act   | not among |

  Scenario Outline: From 19 June 2026 a complaint about somebody's information is acknowledged within thirty days
    Given it is <day>
    And a benefits_officer of riverside-council asks
    And the decision is a record_complaint
    When the question is asked
    Then the level is act
    And the duty "data-complaint/acknowledge" <owed>

    Examples:
      | day          | owed                                |
      | 18 June 2026 | is not owed                         |
      | 19 June 2026 | is owed after the act, within P30D  |

  Scenario Outline: What the law turns on has to be known before anybody acts
    Given a <role> of riverside-council asks
    And the decision is a <kind>
    And <known> is <value>
    And <fact> is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And <fact> is needed
    And the rule <rule> is among the reasons

    Examples:
      | role              | kind                      | known                           | value | fact                            | rule                           |
      | amhp              | mental_health_application | actor.interviewed_and_satisfied | yes   | actor.amhp                      | amhp-alone-applies             |
      | amhp              | mental_health_application | actor.amhp                      | yes   | actor.interviewed_and_satisfied | amhp-interview                 |
      | benefits_officer  | refuse_dhp_application    | decision.blanket_rule           | no    | decision.human_involved         | automated-decision             |
      | benefits_officer  | refuse_dhp_application    | decision.human_involved         | yes   | decision.blanket_rule           | blanket-refusal                |
      | reviewing_officer | homelessness_review       | actor.senior_enough_to_review   | yes   | actor.took_part_in_decision     | homelessness-review-fresh-eyes |
      | reviewing_officer | homelessness_review       | actor.took_part_in_decision     | no    | actor.senior_enough_to_review   | homelessness-review-seniority  |
      | team_manager      | decline_care              | decision.for_lack_of_resources  | yes   | decision.eligible_need          | eligible-need                  |
      | team_manager      | decline_care              | decision.eligible_need          | yes   | decision.for_lack_of_resources  | eligible-need                  |
      | team_manager      | service_agreement         | agreement.authorised_s115       | no    | authority.section_114_notice    | section-114                    |
      | team_manager      | service_agreement         | authority.section_114_notice    | yes   | agreement.authorised_s115       | section-114                    |

  Scenario: Whether a life depends on the treatment has to be known
    Given the scheme leeds-cs
    And it is 3 June 2025
    And a director of leeds-city-council asks
    And the decision is a withdraw_treatment
    And court.high_court_approved is no
    When the question is asked
    Then the level is refer
    And decision.life_sustaining is needed

  Scenario Outline: How long ago, and of what, has to be known before a review is declined
    Given a reviewing_officer of riverside-council asks
    And the decision is a decline_homelessness_review
    And review.longer_time_allowed is no
    And <known> is <value>
    When the question is asked
    Then the level is refer
    And <fact> is needed

    Examples:
      | known                      | value | fact                       |
      | review.of_a_review         | no    | review.days_since_notified |
      | review.days_since_notified | 5     | review.of_a_review         |

  Scenario Outline: Above the threshold everything turns on the procedure
    Given a team_manager of riverside-council asks
    And the decision is a contract
    And contract.authority is sub_central
    And contract.subject is goods_or_services
    And contract.value_with_vat is <value>
    And contract.covered_procedure is <covered>
    When the question is asked
    Then the level is <level>
    And the rule procurement-threshold is <among> the reasons

    Examples:
      | value      | covered | level | among     |
      | 207,720.00 | no      | stop  | among     |
      | 207,720.00 | yes     | act   | not among |

  Scenario Outline: The value of a contract, and how it is awarded, have to be known
    Given a team_manager of riverside-council asks
    And the decision is a contract
    And contract.authority is sub_central
    And contract.subject is goods_or_services
    And <known> is <value>
    When the question is asked
    Then the level is refer
    And <fact> is needed

    Examples:
      | known                      | value      | fact                       |
      | contract.covered_procedure | no         | contract.value_with_vat    |
      | contract.value_with_vat    | 207,720.00 | contract.covered_procedure |

  Scenario Outline: What is left out is said, with the reason on the page
    Given the scheme statute-floor-england
    Then the scheme leaves out "<row>"

    Examples:
      | row                                                        |
      | Children Act 1989 s.20, consent of a parent                |
      | Mental Capacity Act 2005                                   |
      | Equality Act 2010 and Human Rights Act 1998                |
      | Confidentiality, Caldicott principles                      |
      | Procurement Act 2023 thresholds before 2026, and for Wales |
