@service
Feature: A pilot that cannot seal itself off
  Good practice dies as a bubble: its own money, its own audit, nobody outside who sees it. A pilot here is a grant in the
  base scheme, under every rule the scheme is under. It says what it is to show, when it is stopped, who outside the team
  owns it, and how its host sees it; and what it says is held against the scheme around it. There is no word by which
  it could be let off. It ends on its last day, and the base scheme answers again.

  Background:
    Given a service on which the schemes have been adopted
    And Brook has adopted its scheme
    And Mo is a home_worker of brook-council
    And Lea is a team_leader of brook-council
    And the clock says 4 May 2026 at 10:00

  Scenario Outline: A bubble cannot be adopted, and the refusal names what seals it
    When Brook would adopt a version whose pilot <bubble>
    Then it is refused as "<code>", because "<why>"

    Examples:
      | bubble                              | code          | why                                         |
      | says nothing of itself              | sealed-pilot  | neither its aim nor how Brook Council       |
      | has no viewer                       | sealed-pilot  | nobody at Brook Council reads its decisions |
      | is viewed by whoever runs it        | sealed-pilot  | is one of those who run it                  |
      | has its own cost code               | sealed-pilot  | has the cost code X-1 to itself             |
      | does not say where it books         | sealed-pilot  | does not say where it books                 |
      | says that it needs no cost code     | sealed-pilot  | it spends, and names no cost code           |
      | is in nobody's audit                | sealed-pilot  | not in anybody's ordinary audit             |
      | is audited by its own team's leader | sealed-pilot  | would be audited by team_leader             |
      | is assured by nobody                | sealed-pilot  | nobody assures its decisions                |
      | is reviewed never                   | sealed-pilot  | its decisions are reviewed: never           |
      | books only as another pilot does    | sealed-pilot  | has the cost code BH-100 to itself          |
      | is owned by whoever runs it         | pilot-owner   | who runs it                                 |
      | has no last day                     | endless-pilot | a pilot without a last day                  |
      | is exempt from the audit            | unknown-key   | exempt                                      |

  Scenario: The host reads the pilot's decisions by the routes that everybody's are read by
    When Mo proposes a repair under brook-homes:
      | decision.amount | 120.00   |
      | person.ref      | p-1      |
      | person.place    | millside |
    Then the answer is act
    When Mo takes it
    Then an auditor of brook-council reads it, and it is in the auditor's export
    And the record verifies, and every answer comes out the same

  Scenario: Thirty days before its last day the answers say so, and it is listed as due
    Given the clock says 30 August 2026 at 10:00
    When Mo proposes a repair under brook-homes:
      | decision.amount | 120.00   |
      | person.ref      | p-1      |
      | person.place    | millside |
    Then the answer says nothing of an end
    And the pilot "repair-pilot" is not due
    Given the clock says 31 August 2026 at 10:00
    When Mo proposes a repair under brook-homes:
      | decision.amount | 120.00   |
      | person.ref      | p-1      |
      | person.place    | millside |
    Then the answer says that "brook-homes/repair-pilot" ends on 2026-09-30
    And the pilot "repair-pilot" is due
    And the record verifies, and every answer comes out the same

  Scenario: After its last day the base scheme answers again
    Given the clock says 30 September 2026 at 23:00
    When Mo proposes a repair under brook-homes:
      | decision.amount | 120.00   |
      | person.ref      | p-1      |
      | person.place    | millside |
    Then the answer is act
    Given the clock says 1 October 2026 at 09:00
    When Mo proposes a repair under brook-homes:
      | decision.amount | 120.00   |
      | person.ref      | p-1      |
      | person.place    | millside |
    Then the answer is refer
    And the record verifies, and every answer comes out the same

  Scenario: In shadow first: how often people decided what it would have allowed
    Given Mo proposed 6 heating payments of 80.00, of which Lea approved 4 and declined 2
    And Mo proposed 1 heating payments of 400.00, of which Lea approved 0 and declined 1
    Then "brook-homes/heating-shadow" is agreed with in 4 of 6
    And the reasons for the rest are "Not as it stands." 2 times
    And no person is named in the report

  Scenario: A departure for its sake agrees with it, and says why
    Given Mo proposed 1 heating payments of 80.00, of which Lea approved 0 and declined 0
    When Mo takes it all the same, and says why
    Then "brook-homes/heating-shadow" is agreed with in 1 of 1
    And the reasons for the rest are "There was no time." 1 times

  Scenario: It graduates by formal adoption, on a minute and under an id of its own
    When Brook adopts a next version in which the pilot graduates on "Cabinet, 2 March 2027, minute 14"
    Then the difference says "graduates from the pilot repair-pilot"
    Given the clock says 5 April 2027 at 10:00
    When Mo proposes a repair under brook-homes:
      | decision.amount | 120.00    |
      | person.ref      | p-1       |
      | person.place    | elsewhere |
    Then the answer is act
    And it rests on "brook-homes/repair-worker", decided within "Cabinet, 2 March 2027, minute 14"

  Scenario Outline: It does not graduate on the quiet
    When Brook would adopt a next version in which <what>
    Then it is refused as "<code>", because "<why>"

    Examples:
      | what                                 | code       | why                          |
      | the pilot graduates without a minute | graduation | says no authority            |
      | the rule takes the pilot's id        | pilot-id   | was a pilot in version       |
      | another pilot is named               | graduation | has a pilot called 'no-such' |
