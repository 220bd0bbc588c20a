@service
Feature: Others are asked, with a clock, and a body without a system can answer
  Whoever is asked has a time to answer in. A body that uses another system, or none, answers by a link made for that
  one question. When nobody answers the duty is noted and the next person up the line is asked; nobody waits for ever.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And the clock says 4 May 2026 at 10:00
    And Ana proposes a hardship payment of 320.00 for "p-1", together with Harbour Housing
    And Ana asks the lettings_manager "May we clear the arrears at 14 Harbour Row?"

  Scenario: Harbour Housing has no system, and answers by the link
    Given Ana makes a link for harbour-housing
    When somebody opens the link
    Then the page says "Northbridge Council asks for a reply from Harbour Housing"
    And the page does not say "Harbour Row"
    When somebody reads on
    Then the page says "May we clear the arrears at 14 Harbour Row?"
    And the page does not say "p-1"
    When "Lena Okafor", lettings manager, replies by the link that they agree
    Then the page says "Your reply is on the record"
    And the story says that "Lena Okafor" agrees, known by the link
    And Ana may act
    And the record verifies, and every answer comes out the same

  Scenario: It opens once
    Given Ana makes a link for harbour-housing
    When "Lena Okafor", lettings manager, replies by the link that they agree
    And somebody opens the link
    Then the page says "A reply is no longer needed"

  Scenario: It opens for a time
    Given Ana makes a link for harbour-housing until 6 May 2026 at 17:00
    When the clock says 6 May 2026 at 17:00
    And somebody opens the link
    Then the page says "This link is over"
    And Ana may not act

  Scenario: A letter changed opens nothing
    Given Ana makes a link for harbour-housing
    When somebody opens the link with one letter changed
    Then the page says "This link is not whole, or it is not one of ours"

  Scenario: Only the newest opens
    Given Ana makes a link for harbour-housing
    And Ana makes a link for harbour-housing
    When somebody opens the first link
    Then the page says "A newer link has been sent for this"

  Scenario: Nobody answers, and somebody else at Northbridge is asked
    Given Ben is a service_manager of northbridge-council
    And Tess is a team_manager of northbridge-council
    And Ana proposes a hardship payment of 480.00 for "p-2"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-2"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-2"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-2"
    And Ana takes it
    And Ana proposes a hardship payment of 480.00 for "p-2"
    And Ana takes it
    And Ana proposes a hardship payment of 200.00 for "p-2"
    And Ana asks the team_manager "Do you agree to a sixth payment?"
    When the clock says 12 May 2026 at 10:00
    And the service does what has fallen due
    Then the story says that nobody answered in time
    And an agree is owed by the service_manager of northbridge-council
    When Ben replies agrees
    Then it is done
    And Ana may act
    And no agree is owed by northbridge-council
    And the record verifies, and every answer comes out the same
