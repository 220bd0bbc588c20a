@service
Feature: A limit on a year, counted by the service
  Nobody sends what was paid before: the service adds it up from its own record, from 6 April to 5 April. Above £250 for
  one family in a year the decision is the manager's.

  Background:
    Given a service on which the schemes have been adopted
    And the schemes beside the stories have been adopted
    And a key of oakfield-council
    And on 2 April 2027 at 10:00 a family_worker of oakfield-council proposes a family_payment of 100.00 for "family-1"
    And on 3 April 2027 at 10:00 a family_worker of oakfield-council proposes a family_payment of 100.00 for "family-1"

  Scenario Outline: The year ends with 5 April
    When on <day> at <clock> a family_worker of oakfield-council proposes a family_payment of 50.01 for "family-1"
    Then the answer is <level>

    Examples:
      | day          | clock | level |
      | 5 April 2027 | 23:59 | refer |
      | 6 April 2027 | 00:00 | act   |

  Scenario: To the penny it is still the worker's
    When on 5 April 2027 at 23:59 a family_worker of oakfield-council proposes a family_payment of 50.00 for "family-1"
    Then the answer is act

  Scenario: Another family's year is its own
    When on 5 April 2027 at 12:00 a family_worker of oakfield-council proposes a family_payment of 100.00 for "family-2"
    Then the answer is act

  Scenario: A proposal that was replaced counts no more
    Given on 4 April 2027 at 10:00 a family_worker of oakfield-council proposes instead a family_payment of 20.00 for "family-1"
    When on 5 April 2027 at 12:00 a family_worker of oakfield-council proposes a family_payment of 100.00 for "family-1"
    Then the answer is act

  Scenario: What was only a question counts for nothing
    Given on 4 April 2027 at 10:00 a family_worker of oakfield-council proposes a family_payment of 100.00 for "family-1"
    When on 5 April 2027 at 12:00 a family_worker of oakfield-council proposes a family_payment of 50.00 for "family-1"
    Then the answer is act
