Feature: A decision that two bodies make together
  Some decisions need more than one body. The scheme of the worker's own body says whether it is theirs; the other
  body's scheme says who of its people may agree. Nobody loses their line, and nobody is left to guess whom to ring.

  Background: A payment that clears rent arrears with Harbour Housing
    Given the scheme neighbourhood-support
    And the scheme harbour-tenancies of another body as well
    And it is 4 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And person.consent is true
    And decision.other_help_tried is true
    And person.tenancy_ending is false
    And history.household_90d is 0

  Scenario Outline: The most junior person there who may decide it is asked to agree
    Given decision.amount is <amount>
    When the question is asked
    Then the level is agree
    And the <agrees> agrees first
    And they may not act yet

    Examples:
      | amount | agrees           |
      | 200.00 | housing_officer  |
      | 200.01 | lettings_manager |
      | 400.00 | lettings_manager |

  Scenario: Once they have agreed, the worker may go ahead
    Given decision.amount is 320.00
    And the duty "harbour-tenancies/lettings_manager" has been done by a lettings_manager "h-7"
    When the question is asked
    Then the level is agree
    And they may act

  Scenario: Somebody more junior there cannot agree in their place
    Given decision.amount is 320.00
    And the duty "harbour-tenancies/lettings_manager" has been done by a housing_officer "h-3"
    When the question is asked
    Then they may not act yet

  Scenario: Where nobody there may decide it, the answer says whom to ask
    Given decision.amount is 450.00
    When the question is asked
    Then the level is refer
    And the person to ask is the tenancy_director

  Scenario: What the other body's rules stop is stopped, with another way
    Given decision.amount is 120.00
    And person.tenancy_ending is true
    When the question is asked
    Then the level is stop
    And the route is "Agree the end of the tenancy with the person first"

  Scenario: A fact the other body needs is asked for
    Given decision.amount is 120.00
    And person.tenancy_ending is not known
    When the question is asked
    Then the level is refer
    And person.tenancy_ending is needed

  Scenario: What is beyond the worker stays with their own line, and the other body is asked all the same
    Given decision.amount is 620.00
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And the person to ask is the tenancy_director
