Feature: A neighbourhood team that decides with the person, Eastmoor, an example
  Two rules hold whatever else is decided: stay legal, and do no harm. Within them the team decides with the person what
  matters. A pilot in two neighbourhoods lets workers go further after talking to a colleague; it stands in the same
  scheme, under the same rules. It follows the Liberated Method; the place and every figure are made up.

  Background:
    Given the scheme neighbourhood-team-liberated
    And it is 2 May 2026
    And a neighbourhood_worker of eastmoor-council asks
    And the decision is a practical_help
    And decision.amount is 50.00
    And decision.lawful is yes
    And decision.harm is no
    And person.set_scope is yes
    And person.place is elsewhere
    And actor.peer_learning is yes
    And history.cap_neighbourhood_team_liberated_pilot_help is 0

  Scenario Outline: Practical help, to the penny
    Given a <role> of eastmoor-council asks
    And decision.amount is <amount>
    When the question is asked
    Then the level is act
    And it rests on "<rule>"
    And they may act

    Examples:
      | role                 | amount   | rule         |
      | neighbourhood_worker | 50.00    | help-worker  |
      | team_leader          | 50.01    | help-leader  |
      | team_leader          | 500.00   | help-leader  |
      | service_manager      | 500.01   | help-service |
      | service_manager      | 2,000.00 | help-service |

  Scenario Outline: A penny over it goes up the line
    Given a <role> of eastmoor-council asks
    And decision.amount is <amount>
    When the question is asked
    Then the level is refer
    And it is for the <decider> to decide

    Examples:
      | role                 | amount | decider         |
      | neighbourhood_worker | 50.01  | team_leader     |
      | team_leader          | 500.01 | service_manager |

  Scenario: Over £2,000 is a question
    Given a team_leader of eastmoor-council asks
    And decision.amount is 2,000.01
    When the question is asked
    Then nobody holds it
    And the person to ask is the service_manager

  Scenario Outline: In the pilot's neighbourhoods a worker goes further, after talking to a colleague
    Given person.place is <place>
    And decision.amount is <amount>
    When the question is asked
    Then the level is consult
    And it rests on "pilot-help"
    And a second neighbourhood_worker is heard first
    And the duty "pilot-help/tell-partners" is owed after the act, within P7D, to housing_officer

    Examples:
      | place    | amount |
      | harbour  | 50.01  |
      | millside | 500.00 |

  Scenario: A colleague has been heard, and it is not oneself
    Given person.place is harbour
    And decision.amount is 300.00
    And the duty "pilot-help/second" has been done by a neighbourhood_worker "w-1"
    When the question is asked
    Then they may not act yet
    Given the duty "pilot-help/second" has been done by a neighbourhood_worker "w-2"
    When the question is asked again
    Then they may act

  Scenario Outline: Outside the pilot the scheme's other grants answer
    Given it is <day>
    And person.place is <place>
    And decision.amount is <amount>
    And history.cap_neighbourhood_team_liberated_pilot_help is <so far>
    When the question is asked
    Then the level is <level>

    Examples:
      | day              | place     | amount | so far    | level   |
      | 31 December 2026 | harbour   | 500.00 | 0         | consult |
      | 1 January 2027   | harbour   | 500.00 | 0         | refer   |
      | 2 May 2026       | elsewhere | 500.00 | 0         | refer   |
      | 2 May 2026       | harbour   | 500.01 | 0         | refer   |
      | 2 May 2026       | harbour   | 500.00 | 19,500.00 | consult |
      | 2 May 2026       | harbour   | 500.00 | 19,500.01 | refer   |

  Scenario Outline: What the worker can vouch for is a tick-box, and the two rules are among them
    Given person.place is harbour
    And decision.amount is 300.00
    And <fact> is not known
    When the question is asked
    Then the level is consult
    And "confirm/<fact>" is needed
    And they may not act yet

    Examples:
      | fact                |
      | decision.lawful     |
      | decision.harm       |
      | actor.peer_learning |

  Scenario Outline: Two rules that nothing sets aside
    Given the decision is a <kind>
    And decision.lawful is <lawful>
    And decision.harm is <harm>
    When the question is asked
    Then the level is stop
    And the rule <rule> is among the reasons
    And the route leads to the team_leader

    Examples:
      | kind            | lawful | harm | rule       |
      | practical_help  | no     | no   | stay-legal |
      | practical_help  | yes    | yes  | do-no-harm |
      | work_round_rule | no     | no   | stay-legal |
      | end_support     | yes    | yes  | do-no-harm |

  Scenario: Support starts with the person, who sets what it is about
    Given the decision is a start_support
    When the question is asked
    Then the level is act
    And it rests on "start"
    And the duty "start/life-map" is owed with the act
    And the duty "learning/bring" is owed after the act, within P7D
    Given person.set_scope is no
    When the question is asked
    Then the level is refer
    And the person to ask is the team_leader

  Scenario: A lawful way round a rule that does not help, with the rule's owner told
    Given the decision is a work_round_rule
    When the question is asked
    Then the level is consult
    And it rests on "work-round"
    And the team_leader is heard first
    And the duty "work-round/folly" is owed with the act
    And the duty "work-round/pass-up" is owed after the act, within P7D, to the service_manager
    And the duty "work-round/whose-rule" is owed after the act, within P30D, to eastmoor-homes

  Scenario: Support ends when the person wants it to, with a way back
    Given the decision is an end_support
    And person.wants_to_end is yes
    When the question is asked
    Then the level is act
    And it rests on "end"
    And the duty "end/way-back" is owed with the act, to community_nurse
    Given person.wants_to_end is no
    When the question is asked
    Then the level is refer

  Scenario Outline: Without the person's say on what it is about it is a question, whoever asks
    Given a <role> of eastmoor-council asks
    And the decision is a <kind>
    And decision.amount is <amount>
    And person.place is <place>
    And person.set_scope is <set>
    When the question is asked
    Then the level is refer
    And they may not act

    Examples: The person has not set it
      | role                 | kind            | amount   | place     | set |
      | neighbourhood_worker | practical_help  | 50.00    | elsewhere | no  |
      | neighbourhood_worker | practical_help  | 500.00   | harbour   | no  |
      | team_leader          | practical_help  | 500.00   | elsewhere | no  |
      | service_manager      | practical_help  | 2,000.00 | elsewhere | no  |
      | neighbourhood_worker | work_round_rule | 50.00    | elsewhere | no  |

  Scenario Outline: What is not known is asked for
    Given a <role> of eastmoor-council asks
    And the decision is a <kind>
    And decision.amount is <amount>
    And person.place is <place>
    And <fact> is not known
    When the question is asked
    Then the level is refer
    And "<fact>" is needed
    And they may not act yet

    Examples:
      | role                 | kind            | amount   | place     | fact             |
      | neighbourhood_worker | practical_help  | 50.00    | harbour   | decision.amount  |
      | neighbourhood_worker | practical_help  | 50.00    | harbour   | person.set_scope |
      | neighbourhood_worker | practical_help  | 300.00   | harbour   | person.place     |
      | team_leader          | practical_help  | 500.00   | elsewhere | decision.amount  |
      | service_manager      | practical_help  | 2,000.00 | elsewhere | decision.amount  |
      | neighbourhood_worker | work_round_rule | 50.00    | elsewhere | person.set_scope |
      | neighbourhood_worker | start_support   | 50.00    | elsewhere | person.set_scope |

  Scenario: Nobody goes further in the pilot who does not talk to colleagues about it
    Given person.place is harbour
    And decision.amount is 300.00
    And actor.peer_learning is no
    When the question is asked
    Then the level is refer
    And it is for the neighbourhood_worker to decide
    And whoever decides must meet "actor.peer_learning"
    And the team_leader may decide it too

  Scenario: What is left out is said
    Then the scheme leaves out "Boundaries and work-life balance of staff"
