Feature: Authority that widens a step at a time
  A grant begins in shadow: it opens nothing, and the answer says what it would have opened. Then it is with advice: the
  worker decides after talking to whoever assures it. Then it is in force. A pilot is a grant with a scope in the scheme
  itself; outside it, or when it ends, the other grants answer. Nothing exempts it from a rule above.

  Scenario: In shadow the worker sees what they would have had
    Given the scheme oakfield-families
    And it is 2 May 2026
    And a family_worker of oakfield-council asks
    And the decision is a short_break
    When the question is asked
    Then the level is refer
    And it is for the team_manager to decide
    And "break-worker" would have opened it
    And they may not act

  Scenario: With advice the worker decides, once the manager has been heard
    Given the scheme oakfield-families
    And it is 2 May 2026
    And a family_worker of oakfield-council asks
    And the decision is a school_transport
    When the question is asked
    Then the level is consult
    And the team_manager is heard first
    And they may not act yet
    Given the duty "transport-worker/team_manager" has been done by a team_manager "manager-1"
    When the question is asked again
    Then they may act

  Scenario Outline: A pilot has its places, its last day and its purse
    Given the scheme neighbourhood-team-liberated
    And it is <day> at <clock>
    And a neighbourhood_worker of eastmoor-council asks
    And the decision is a practical_help
    And decision.amount is 200.00
    And decision.lawful is yes
    And decision.harm is no
    And person.set_scope is yes
    And person.place is <place>
    And actor.peer_learning is yes
    And history.cap_neighbourhood_team_liberated_pilot_help is <so far>
    When the question is asked
    Then the level is <level>

    Examples:
      | day              | clock | place    | so far    | level   |
      | 2 May 2026       | 12:00 | millside | 0         | consult |
      | 2 May 2026       | 12:00 | hilltop  | 0         | refer   |
      | 2 May 2026       | 12:00 | millside | 19,800.00 | consult |
      | 2 May 2026       | 12:00 | millside | 19,800.01 | refer   |
      | 31 December 2026 | 23:59 | millside | 0         | consult |
      | 1 January 2027   | 00:00 | millside | 0         | refer   |

  Scenario: Outside the pilot the team leader decides, as before it began
    Given the scheme neighbourhood-team-liberated
    And it is 1 January 2027
    And a neighbourhood_worker of eastmoor-council asks
    And the decision is a practical_help
    And decision.amount is 200.00
    And decision.lawful is yes
    And decision.harm is no
    And person.set_scope is yes
    And person.place is millside
    When the question is asked
    Then it is for the team_leader to decide
