@service
Feature: Bodies that share an outcome sign for it, and answer for it together
  What nobody has signed nobody holds. A scheme that serves an outcome of several bodies is adopted once each of them
  has signed; when one leaves, every power that rests on the outcome is looked at again.

  Background:
    Given Dora is a director of northbridge-council
    And Hal is a director of harbour-housing

  Scenario: A scheme waits for every signature
    Given a service on which no scheme has been adopted
    And Dora signs the outcome settled_home
    When the scheme neighbourhood-support is put to be adopted
    Then it is not adopted, because harbour-housing has not signed settled_home
    When Hal signs the outcome settled_home
    And the scheme neighbourhood-support is put to be adopted
    Then it is adopted
    And the record verifies, and every answer comes out the same

  Scenario: Whoever leaves says why, and the powers that rest on it are reviewed
    Given a service on which the schemes have been adopted
    When Hal withdraws the signature to settled_home, because "The board has chosen other priorities."
    Then the register says that settled_home lacks harbour-housing
    And a review is owed by the section_151_officer of northbridge-council
    And the record verifies, and every answer comes out the same

  Scenario: Nobody signs for another body
    Given a service on which the schemes have been adopted
    And Sam is a service_manager of harbour-housing
    When Sam signs the outcome warm_home
    Then it is refused as "role-of-other-body"

  Scenario: The day to look again comes, goes by, and rises
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Tess is a team_manager of northbridge-council
    And Ana signs the outcome warm_home and will look again on 29 October 2026
    When the clock says 29 October 2026 at 23:59
    Then a follow_up is owed by the support_worker of northbridge-council
    When the clock says 30 October 2026 at 00:01
    Then a follow_up has risen to the team_manager of northbridge-council from the support_worker
    When Tess does the follow_up of the outcome
    Then it is done
    And no follow_up is owed by northbridge-council

  Scenario: What is handed over is the giver's until the receiver accepts
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Ana signs the outcome warm_home and will look again on 1 June 2026
    And Hal signs the outcome warm_home
    When Ana offers the follow_up to Hal
    Then a follow_up is owed by the support_worker of northbridge-council
    When Hal accepts what is offered
    Then no follow_up is owed by northbridge-council
    And a follow_up is owed by the director of harbour-housing
    And the record verifies, and every answer comes out the same

  Scenario: A handover that nobody wants changes nothing
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Ana signs the outcome warm_home and will look again on 1 June 2026
    And Hal signs the outcome warm_home
    When Ana offers the follow_up to Hal
    And Hal declines what is offered
    Then a follow_up is owed by the support_worker of northbridge-council
    And no follow_up is owed by harbour-housing
