@service
Feature: A rule is changed by several people, each in their part
  Good practice dies with whoever carried it, or is pressed on people who answer for what they did not choose. Here a
  change of a scheme goes through those it touches, in proportion to what it does. Nothing rests on one person, and
  nobody takes a risk in another's place.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Tess is a team_manager of northbridge-council
    And Ben is a service_manager of northbridge-council
    And Olu is a section_151_officer of northbridge-council
    And everybody has a key of their own
    And the clock says 4 May 2026 at 10:00

  Scenario: Five hundred pounds become six hundred, and the next decision follows it
    Given Ana proposes a hardship payment of 600.00 for "p-1"
    And the answer is refer
    When Ana proposes that the worker's limit is 600
    Then it does this: loosens
    And Tess is waited for as peer since 4 May 2026
    When Tess agrees as peer
    And Olu agrees as owner
    And Ana says who took part, and names Ben's role to watch it
    And Olu takes the risks
    And Olu adopts it
    Then it is done
    When Ana proposes a hardship payment of 600.00 for "p-2"
    Then the answer is act
    And the record verifies, and every answer comes out the same

  Scenario: A rule change by one person cannot go live
    When Olu proposes that the worker's limit is 600
    And Olu agrees as peer
    Then it is refused as "kept-apart"
    When Olu agrees as owner
    Then it is refused as "kept-apart"
    When Olu adopts it
    Then it is refused as "kept-apart"
    When Ana proposes a hardship payment of 600.00 for "p-1"
    Then the answer is refer
    And the record verifies, and every answer comes out the same

  Scenario: Nor by two who are one, because somebody stands in for the other
    When Ana proposes that the worker's limit is 600
    And Olu agrees as peer
    And Olu agrees as owner
    Then it is refused as "kept-apart"

  Scenario: The chalice: nobody takes the risk instead of the delegator
    Given Ana proposes that the worker's limit is 600
    And Tess agrees as peer
    And Olu agrees as owner
    And Ana says who took part, and names Ben's role to watch it
    When Ben takes the risks
    Then it is refused as "not-theirs"
    When Tess takes the risks
    Then it is refused as "not-theirs"
    When Olu adopts it
    Then it is refused as "change-waits"
    When Olu takes the risks
    And Olu adopts it
    Then it is done
    And the record verifies, and every answer comes out the same

  Scenario: The hero leaves, and nothing changes
    Given Ana proposes that the worker's limit is 600
    And Tess agrees as peer
    And Olu agrees as owner
    And Ana says who took part, and names Ben's role to watch it
    And Olu takes the risks
    And Olu adopts it
    When Ana leaves, and her key is taken back
    And Rae is a support_worker of northbridge-council
    And Rae proposes a hardship payment of 600.00 for "p-3"
    Then the answer is act
    When Tess leaves, and her key is taken back
    And Rae proposes a hardship payment of 600.00 for "p-4"
    Then the answer is act

  Scenario: The hero leaves before it is adopted, and somebody else can stand there
    Given Ana proposes that the worker's limit is 600
    And Tess agrees as peer
    And Olu agrees as owner
    And Ana says who took part, and names Ben's role to watch it
    And Olu takes the risks
    When Tess leaves, and her key is taken back
    And Olu adopts it
    Then it is refused as "change-waits"
    When Ben agrees as peer
    And Olu adopts it
    Then it is done

  Scenario: One act takes it back, and the answers are those there were
    Given Ana proposes that the worker's limit is 600
    And Tess agrees as peer
    And Olu agrees as owner
    And Ana says who took part, and names Ben's role to watch it
    And Olu takes the risks
    And Olu adopts it
    When Tess rolls it back
    Then it is refused as "not-theirs"
    When Olu rolls it back
    Then it is done
    When Ana proposes a hardship payment of 600.00 for "p-1"
    Then the answer is refer
    And the record verifies, and every answer comes out the same

  Scenario: What tightens holds at once, and is looked at again within thirty days
    When Ana proposes that the worker's limit is 400
    Then it does this: tightens
    When Ben agrees as peer
    And Olu agrees as owner
    And Olu adopts it
    Then it is done
    And a review is owed by the section_151_officer of northbridge-council
    When Ana proposes a hardship payment of 450.00 for "p-1"
    Then the answer is refer

  Scenario: Who adopts a change is known for certain
    Given Ana proposes that the worker's limit is 400
    And Ben agrees as peer
    And Olu agrees as owner
    When somebody at the council's system adopts it in Olu's name
    Then it is refused as "known-too-little"
    When Ben adopts it in Olu's name with his own key
    Then it is refused as "key-of-another"
    And the record verifies, and every answer comes out the same
