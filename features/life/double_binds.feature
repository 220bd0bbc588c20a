@service
Feature: Where one duty excludes another, or two bodies pull apart
  Sometimes no act keeps every duty. That is in the rules, and no fault of whoever meets it. The answer names both sides,
  what can be chosen and who can resolve it. What they choose and why is on the record, with what is kept for the other
  side, and whoever meets the same bind later can see it.

  Scenario: Two duties exclude one another, and whoever is accountable says which is kept
    Given a service on which millbrook-help has been adopted
    And Ana is a support_worker of millbrook-council
    And Dora is a head_of_help of millbrook-council
    When Ana proposes a rent_help under millbrook-help:
      | decision.amount  | 300 |
      | person.ref       | p-1 |
      | person.in_hiding | yes |
    Then the answer is act
    And the answer names a bind between "Tell nobody where the help comes from" and "Tell the landlord who pays the rent"
    And it can be resolved by the head_of_help of millbrook-council
    And the summary says "You are not expected to settle that: the head of help can resolve it."
    And Ana may not act
    When Dora keeps "millbrook-help/confidence/say-nothing"
    Then it is done
    And Ana may act
    And the story says that Dora kept "millbrook-help/confidence/say-nothing", why, and what is kept for the other side
    When Ana takes it
    Then the decision is taken
    And Ana owes "millbrook-help/confidence/say-nothing" alone
    And the record verifies, and every answer comes out the same

  Scenario: Whoever meets the same bind later sees what was chosen
    Given a service on which millbrook-help has been adopted
    And Ana is a support_worker of millbrook-council
    And Ben is a support_worker of millbrook-council
    And Dora is a head_of_help of millbrook-council
    And Ana proposes a rent_help under millbrook-help:
      | decision.amount  | 300 |
      | person.ref       | p-1 |
      | person.in_hiding | yes |
    And Dora keeps "millbrook-help/confidence/say-nothing"
    When Ben proposes a rent_help under millbrook-help:
      | decision.amount  | 450 |
      | person.ref       | p-2 |
      | person.in_hiding | yes |
    Then the bind was resolved before, by the head_of_help, who kept "millbrook-help/confidence/say-nothing"
    And Ben may not act

  Scenario: It is for nobody else, and not for whoever asked
    Given a service on which millbrook-help has been adopted
    And Ana is a support_worker of millbrook-council
    And Tom is a team_manager of millbrook-council
    And Ana proposes a rent_help under millbrook-help:
      | decision.amount  | 300 |
      | person.ref       | p-1 |
      | person.in_hiding | yes |
    When Tom keeps "millbrook-help/confidence/say-nothing"
    Then it is refused as "not-theirs"
    When Ana, acting as head_of_help, keeps "millbrook-help/confidence/say-nothing"
    Then it is refused as "kept-apart"
    And Ana may not act

  Scenario: One body's rules stop what the other's would decide
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Hana is a tenancy_director of harbour-housing
    When Ana proposes a hardship payment of 120.00 for "p-1", together with Harbour Housing, whose tenancy is ending
    Then the answer is stop
    And the answer names a bind between "Harbour Housing stops it" and "Northbridge Council has somebody who may decide it"
    And it can be resolved by the section_151_officer of northbridge-council
    And it can be resolved by the tenancy_director of harbour-housing
    When Hana keeps "harbour-tenancies"
    Then it is done
    And Ana may not act
    And the story says that Hana kept "harbour-tenancies", why, and what is kept for the other side
    And the record verifies, and every answer comes out the same

  Scenario: Where the two agree, there is no bind
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    When Ana proposes a hardship payment of 120.00 for "p-1", together with Harbour Housing
    Then the answer is agree
    And the answer names no bind
