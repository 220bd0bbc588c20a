Feature: In an emergency, act and have it ratified
  A rule below the law may say that an emergency lifts it. Its level is dropped, its duties stay, and somebody named
  ratifies afterwards within the time it gives. An emergency gives nobody a power they did not have, and a control over
  the whole organisation holds unless it says otherwise itself.

  Background:
    Given the scheme oakfield-families
    And it is 2 May 2026 at 23:50
    And a team_manager of oakfield-council asks
    And the decision is a placement

  Scenario: On an ordinary day the panel weighs it
    Given placement.registered is yes
    When the question is asked
    Then the level is refer
    And the basis is safeguard
    And it is for the placement_panel to decide

  Scenario: At ten to midnight the manager places the child
    Given it is an emergency
    And placement.registered is yes
    When the question is asked
    Then the level is act
    And they may act
    And it rests on "place"
    And the duty "panel-first/panel-paper" is owed with the act
    And the duty "panel-first/ratify" is owed after the act, within P3D, to the service_manager
    And the summary says "ask the service manager to ratify this within 3 days"

  Scenario: It gives nobody a power they did not have
    Given a family_worker of oakfield-council asks
    And it is an emergency
    And placement.registered is yes
    When the question is asked
    Then the level is refer
    And it is for the team_manager to decide
    And whoever decides owes the duty "panel-first/ratify" after the act, within P3D

  Scenario: It lifts no stop
    Given it is an emergency
    And placement.registered is no
    When the question is asked
    Then the level is stop
    And the route is "Find a registered home"

  Scenario: It lifts nothing of the law
    Given the scheme leeds-cs
    And it is 3 June 2025
    And a director of leeds-city-council asks
    And the decision is a withdraw_treatment
    And decision.life_sustaining is yes
    And court.high_court_approved is no
    And it is an emergency
    When the question is asked
    Then the level is stop
    And the basis is statute

  Scenario: A control that says what happens in an emergency is lifted, and ratified within two days
    Given the scheme neighbourhood-team-liberated
    And it is 10 June 2026
    And a team_leader of eastmoor-council asks
    And the decision is a practical_help
    And decision.amount is 400.00
    And decision.lawful is yes
    And decision.harm is no
    And person.set_scope is yes
    And person.place is elsewhere
    And it is an emergency
    When the question is asked
    Then the level is act
    And they may act
    And the duty "spending-stop-example/reserved/ratify" is owed after the act, within P2D, to the section_151_officer

  Scenario: A control that does not say so holds
    Given the scheme neighbourhood-support
    And it is 10 September 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 80.00
    And decision.other_help_tried is yes
    And person.consent is yes
    And history.household_90d is 0
    And it is an emergency
    When the question is asked
    Then the level is refer
    And the basis is control
    And it is for the section_151_officer to decide
    And the duty "ratify" is not owed
