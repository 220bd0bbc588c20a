@service
Feature: What becomes of a finding
  A finding is answered by the role it asks. While it is open a safeguard of the scheme may ask for more care; it can
  never open anything.

  Background:
    Given Riverside Council's scheme with its watches has been adopted
    And on 1 May 2026 w-1 pays 100 for "p-1"
    And on 1 June 2026 w-2 pays 110 for "p-1"
    And on 1 July 2026 w-1 pays 120 for "p-1"

  Scenario: While it is open a second view is heard, and when it is explained no more
    Then the answer is act
    And the team_manager is asked for a conversation: 3 decisions within somebody's own authority in 90 days, of the same person. Is this still one-off help, or has it become regular support?
    When on 2 July 2026 w-2 pays 50 for "p-1"
    Then the answer is consult
    When on 2 July 2026 w-2 pays 50 for "p-2"
    Then the answer is act
    When on 3 July 2026 the team_manager has explained the finding
    And on 4 July 2026 w-2 pays 50 for "p-1"
    Then the answer is act
    And the record verifies, and every decision comes out the same when it is decided again

  Scenario: Nobody answers, and it rises along the line
    Then the service_manager is asked nothing
    When it is 15 July 2026
    Then the service_manager is asked nothing
    When it is 16 July 2026
    Then the service_manager is asked for a conversation: 3 decisions within somebody's own authority in 90 days, of the same person. Is this still one-off help, or has it become regular support?
