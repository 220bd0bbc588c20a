@service
Feature: No answer that somebody may act on leaves unrecorded
  The service puts question and answer on the record before it answers. Anybody can derive every hash again
  and decide every decision again.

  Background:
    Given a service on which the schemes have been adopted
    And a key of northbridge-council

  Scenario: Recorded, then answered
    When a support worker's hardship payment of 120.00 is proposed
    Then the answer has a receipt
    And the record verifies
    And every decision comes out the same when it is decided again

  Scenario: Sent twice, recorded once
    When a support worker's hardship payment of 120.00 is proposed
    And the same request is sent again
    Then the second answer is the first
    And the record holds one decision

  Scenario: A changed byte is found
    Given a support worker's hardship payment of 120.00 is proposed
    When somebody changes one byte of that entry in the database
    Then the record names that entry

  Scenario: Another body's decisions look as if there were none
    Given a support worker's hardship payment of 120.00 is proposed
    When a key of harbour-housing reads it
    Then there is no such decision

  Scenario: Nothing about a person is in what is hashed for ever
    When a support worker's hardship payment of 120.00 is proposed
    Then the hashed part of the entry does not name the person
