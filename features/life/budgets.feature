@service
Feature: What is kept for somebody, and what bodies pay together
  What may be acted on is kept for fourteen days, as the scheme says, and no longer. A budget that bodies pool is told as
  it is: what is spent, what is kept, what is left, each partner's share, and who bears what goes over.

  Background:
    Given a service on which meadow-homes has been adopted
    And Ana is a support_worker of meadow-council
    And Tess is a team_manager of meadow-council
    And the clock says 4 May 2026 at 10:00

  Scenario: What nobody takes in fourteen days is kept no longer
    Given Ana proposes home help of 450 for "p-1"
    And Ana proposes home help of 450 for "p-1"
    When Ana proposes home help of 200 for "p-1"
    Then the answer is agree
    When the clock says 18 May 2026 at 09:59
    And Ana proposes home help of 200 for "p-1"
    Then the answer is agree
    When the clock says 18 May 2026 at 10:00
    And Ana proposes home help of 200 for "p-1"
    Then the answer is act

  Scenario: That it lapsed is said in its story, once, and it can still be taken
    Given Ana proposes home help of 450 for "p-1"
    When the clock says 18 May 2026 at 10:00
    And what falls due by itself is done
    And what falls due by itself is done
    Then its story says "reservation.lapsed" once
    When Ana takes it
    Then the decision is taken
    And the record verifies, and every answer comes out the same

  Scenario: What was taken is not given up by time
    Given Ana proposes home help of 450 for "p-1"
    And Ana takes it
    And Ana proposes home help of 450 for "p-1"
    And Ana takes it
    When the clock says 1 July 2026 at 10:00
    And Ana proposes home help of 200 for "p-1"
    Then the answer is agree

  Scenario: Spent, kept and left, with each partner's share
    Given Ana proposes home help of 333.33 for "p-1"
    And Ana takes it
    And Ana proposes home help of 200 for "p-2"
    Then of the homes fund 333.33 is spent, 200.00 kept and 466.67 left
    And the share of meadow-council is 600.00 of the fund and 200.00 of what is spent
    And the share of meadow-health is 400.00 of the fund and 133.33 of what is spent

  Scenario: What goes over is borne in the agreed order, to the penny
    Given Tess proposes home help of 700 for "p-1"
    And Tess takes it
    And Tess proposes home help of 380.01 for "p-2"
    And Tess takes it
    Then of the homes fund 1080.01 is spent, 0.00 kept and -80.01 left
    And meadow-health bears 50.00 of what goes over
    And meadow-council bears 30.01 of what goes over
