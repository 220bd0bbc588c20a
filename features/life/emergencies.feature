@service
Feature: In an emergency people act now, and somebody who had no part in it ratifies in time
  The scheme says which rule an emergency lifts and who looks at it afterwards. What nobody ratifies in time rises. What
  is not ratified stands as it was done, and is reviewed: by somebody else, about the decision and the rule.

  Background:
    Given a service on which the schemes have been adopted
    And Mia is a team_manager of oakfield-council
    And Sol is a service_manager of oakfield-council
    And the clock says 2 May 2026 at 23:50
    And Mia proposes a placement under oakfield-families:
      | person.ref           | c-1 |
      | decision.emergency   | yes |
      | placement.registered | yes |

  Scenario: The child is placed at ten to midnight and ratified the day after
    When Mia takes it
    Then the decision is taken
    And a ratify is owed by the service_manager of oakfield-council
    When the clock says 3 May 2026 at 10:00
    And Sol ratifies it
    Then it is done
    And no ratify is owed by oakfield-council
    And the record verifies, and every answer comes out the same

  Scenario: Nobody ratifies what they did themselves
    Given Mia takes it
    When Mia ratifies it
    Then it is refused as "not-theirs"

  Scenario: What is not ratified is reviewed
    Given Mia takes it
    When Sol does not ratify it
    Then it is done
    And a review is owed by the service_manager of oakfield-council
    And the decision is taken
    And the record verifies, and every answer comes out the same
