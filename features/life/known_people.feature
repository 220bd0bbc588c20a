@service
Feature: How it is known who acts
  Most people work through their organisation's system, which vouches for them. Somebody may have a key of their own as
  well: what is done with it is theirs for certain, and it acts in nobody else's name. A scheme may ask for no less.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Ben is a service_manager of northbridge-council
    And the clock says 4 May 2026 at 10:00
    And Ana proposes a hardship payment of 620.00 for "p-1"

  Scenario: The system's word is recorded as that
    When Ben approves it
    Then it is recorded that Ben is known by client

  Scenario: With his own key it is Ben for certain
    Given Ben has a key of his own
    When Ben approves it with his own key
    Then it is recorded that Ben is known by token
    And the record verifies, and every answer comes out the same

  Scenario: In another's name his key does nothing, and that it was tried is on the record
    Given Ben has a key of his own
    When Ben's key is used to approve it in the name of Tess, a service_manager
    Then it is refused as "key-of-another"
    And the decision is proposed
    And the record says that Ben's key was used, and nothing else was done
    And the record verifies, and every answer comes out the same
