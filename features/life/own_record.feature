@service
Feature: Whoever works here sees what is recorded of them
  What is kept about a worker is theirs to read: in order, in one call, in words. There is no count and no mark in it, and
  nobody else can ask for it, whoever manages them.

  Background:
    Given a service on which the schemes have been adopted
    And Ana is a support_worker of northbridge-council
    And Mia is a service_manager of northbridge-council
    And the clock says 4 May 2026 at 10:00

  Scenario: What Ana asked, what others decided about it, and what she did
    Given Ana proposes a hardship payment of 620.00 for "p-1"
    And Mia approves it
    And Ana takes it
    Then Ana's own record tells of:
      | decision.proposed |
      | decision.approved |
      | decision.taken    |
    And it holds no count and no mark

  Scenario: What was done about somebody else's decision is in their record
    Given Ana proposes a hardship payment of 620.00 for "p-1"
    And Mia approves it
    Then Mia's own record tells of:
      | decision.approved |

  Scenario Outline: It is for the person, not for those above them
    Given Ana proposes a hardship payment of 120.00 for "p-1"
    Then <a key> of northbridge-council cannot ask for Ana's own record

    Examples:
      | a key    |
      | manager  |
      | owner    |
      | reviewer |
      | auditor  |
      | admin    |
