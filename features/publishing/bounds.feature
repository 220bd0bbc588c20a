@service
Feature: A team settles a figure within its bounds, and the scheme above sees it
  The council's scheme gives a support worker £500, and lets those below set that anywhere from £100 to £1,000. A team
  sets its own figure without asking anybody: its answers follow, and the council's own stay as they are. The council can
  see who set what and since when. A figure outside the bounds is the council's to give, and the refusal says whom to ask.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Cy is a team_manager of northbridge-council
    And the clock says 4 May 2026 at 10:00

  Scenario: Within bounds nobody is asked, and the team's answers follow its figure
    When the team adopts a worker_limit of 400
    Then it is in force
    When Ana asks under east-team for a payment of 450.00
    Then the answer is refer
    When Ana asks under east-team for a payment of 400.00
    Then the answer is act
    And the record verifies, and every answer comes out the same

  Scenario: The council's own answers stay as they are
    When the team adopts a worker_limit of 400
    And Ana asks under neighbourhood-support for a payment of 450.00
    Then the answer is act

  Scenario Outline: The last figure within bounds, and the first outside
    When the team adopts a worker_limit of <figure>
    Then it is <so>

    Examples:
      | figure  | so       |
      | 100     | in force |
      | 1000    | in force |
      | 99.99   | refused  |
      | 1000.01 | refused  |

  Scenario: Outside the bounds the refusal names the figure, the bounds and whom to ask
    When the team adopts a worker_limit of 4000
    Then it is refused
    And the refusal names "worker_limit is 4000"
    And the refusal names "[100..1000]"
    And the refusal names "the service manager of Northbridge Council"

  Scenario: The council sees who has set which figure, to what and since when
    Then neighbourhood-support shows worker_limit as 500, set by nobody below
    When the team adopts a worker_limit of 400
    Then neighbourhood-support shows worker_limit as 500, set to 400 by east-team since 2026-04-01
