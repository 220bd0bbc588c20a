@service
Feature: Whoever works with a rule says that it did not fit, and is told what became of it
  The people who live with a rule see first where it does not fit. Anybody may say so from an answer they got: which rule,
  and what would have fitted, in their own words. It goes to the role that the rule's own scheme names, who owes a reply
  by a day. Silence rises along the line, and in the end to whoever is accountable. The answer to the decision stays
  what it was.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Mia is a service_manager of northbridge-council
    And Olu is a section_151_officer of northbridge-council
    And the clock says 4 May 2026 at 10:00
    And Ana proposes a hardship payment of 620.00 for "p-1"

  Scenario: It goes to whoever the scheme names, due in twenty-eight days
    When Ana says of "neighbourhood-support/hardship-worker" that it did not fit
    Then it is done
    And a suggestion is owed by the service_manager of northbridge-council
    And the reply is due on 1 June 2026 at 10:00
    And the decision is proposed
    And the record verifies, and every answer comes out the same

  Scenario Outline: Whoever made it sees what became of it, here and in their own record
    Given Ana says of "neighbourhood-support/hardship-worker" that it did not fit
    When Mia answers that it is <answer>, <led to>
    Then it is done
    And no suggestion is owed by northbridge-council
    And Ana reads that it is <answer>, <led to>
    And Ana finds it in her own record
    And the record verifies, and every answer comes out the same

    Examples:
      | answer   | led to                                  |
      | taken_up | and led to neighbourhood-support/2026-10 |
      | not_now  | and led to nothing                      |
      | declined | and led to nothing                      |

  Scenario: Silence rises to whoever is accountable
    Given Ana says of "neighbourhood-support/hardship-worker" that it did not fit
    When the clock says 1 June 2026 at 10:01
    Then a suggestion has risen to the section_151_officer of northbridge-council from the service_manager
    When Olu answers that it is not_now, and led to nothing
    Then it is done

  Scenario: A scheme says who replies and by when
    Given Brook has adopted its scheme, which says "suggestions: {role: team_leader, within: P7D}"
    And Mo is a home_worker of brook-council
    And Mo proposes a repair under brook-homes:
      | decision.amount | 120.00    |
      | person.ref      | p-1       |
      | person.place    | elsewhere |
    When Mo says of "brook-homes/repair-leader" that it did not fit
    Then a suggestion is owed by the team_leader of brook-council
    And the reply is due on 11 May 2026 at 10:00
    When the clock says 11 May 2026 at 10:01
    Then a suggestion has risen to the service_manager of brook-council from the team_leader

  Scenario: What is said of the law goes to the scheme that was asked
    When Ana says of "statute-floor-england/child-safeguarding" that it did not fit
    Then a suggestion is owed by the service_manager of northbridge-council

  Scenario: Only the rules of the answer can be named
    When Ana says of "neighbourhood-support/hardship-wroker" that it did not fit
    Then it is refused as "unknown-rule"

  Scenario: A reply is given by whoever owes it, once, and never by whoever asked
    Given Ana says of "neighbourhood-support/hardship-worker" that it did not fit
    When Ana answers that it is taken_up, and led to nothing
    Then it is refused as "not-theirs"
    Given Ana is a service_manager of northbridge-council
    When Ana answers that it is taken_up, and led to nothing
    Then it is refused as "own-suggestion"
    When Mia answers that it is not_now, and led to nothing
    And Mia answers that it is declined, and led to nothing
    Then it is refused as "suggestion-answered"

  Scenario: A body that is no party to it sees nothing of it
    Given Ana says of "neighbourhood-support/hardship-worker" that it did not fit
    And Hal is a team_leader of eastmoor-council
    When Hal says of "neighbourhood-support/hardship-worker" that it did not fit
    Then it is refused as "unknown-decision"
    When Hal answers that it is declined, and led to nothing
    Then it is refused as "unknown-suggestion"
    And eastmoor-council does not find it

  Scenario: The reply is owed whatever becomes of the decision
    Given Ana says of "neighbourhood-support/hardship-worker" that it did not fit
    When Ana withdraws it
    Then a suggestion is owed by the service_manager of northbridge-council

  Scenario: Erased with the decision it is about
    Given Ana says of "neighbourhood-support/hardship-worker" that it did not fit
    When the decision is erased
    Then what Ana said is gone, and the suggestion is still to be answered
    And the record verifies, and every answer comes out the same
