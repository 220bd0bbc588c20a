@service
Feature: What is handed over is the giver's until the receiver accepts
  A handover is warm: somebody says that they take it on. Nothing is ever owed by nobody, and a handover gives nobody a
  power they did not have.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Tess is a team_manager of northbridge-council
    And Ben is a service_manager of northbridge-council
    And Ana proposes a hardship payment of 620.00 for "p-1"

  Scenario: The service manager takes the decision on, and decides it
    When Ana offers the decision to Ben
    And Ben takes it
    Then it is refused as "not-theirs"
    When Ben accepts what is offered
    And Ben takes it
    Then the decision is taken
    And the record verifies, and every answer comes out the same

  Scenario: The team manager takes it on, and it is the service manager's all the same
    When Ana offers the decision to Tess
    And Tess accepts what is offered
    And Tess takes it
    Then it is refused as "needs-departure"

  Scenario: Nobody takes it on
    When Ana offers the decision to Tess
    And Tess declines what is offered
    And Tess takes it
    Then it is refused as "not-theirs"
    And no accept is owed by northbridge-council
