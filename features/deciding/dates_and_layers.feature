Feature: The rules of the day, and the rules above them
  A decision is answered by the version that was in force when it was taken, under every scheme above it.
  The clock chooses nothing.

  Scenario Outline: The same question at two dates
    Given the scheme leeds-cs
    And it is <day>
    And a team_manager of leeds-city-council asks
    And the decision is an emergency_protection_order
    When the question is asked
    Then the schemes that applied include leeds-cs/<version>
    And it is for the <decider> to decide

    Examples:
      | day             | version | decider                  |
      | 31 January 2025 | 2023-02 | service_delivery_manager |
      | 1 February 2025 | 2025-02 | head_of_service          |

  Scenario: Up to £100 means £100 too
    Given the scheme leeds-cs
    And it is 3 June 2025
    And a team_manager of leeds-city-council asks
    And the decision is a s17_one_off_payment
    And decision.amount is 100.00
    When the question is asked
    Then the level is act
    And the schemes that applied include statute-floor-england/2026-11

  Scenario: A post named is the lowest that may decide
    Given the scheme leeds-cs
    And it is 3 June 2025
    And a head_of_service of leeds-city-council asks
    And the decision is a s17_one_off_payment
    And decision.amount is 80.00
    When the question is asked
    Then the level is act

  Scenario: No local rule loosens the law
    Given the scheme leeds-cs
    And it is 10 May 2024
    And a chief_officer of leeds-city-council asks
    And the decision is a withdraw_treatment
    And decision.life_sustaining is yes
    And court.high_court_approved is no
    When the question is asked
    Then the level is stop
    And the basis is statute
    And they may not act yet
