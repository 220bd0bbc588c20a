Feature: A spending control over Eastmoor for eight weeks, an example
  From 8 June to 31 July 2026 spending above £250 is looked at centrally. The control stands above every scheme of the
  council, pilots included, and ends by itself. It says itself what happens in an emergency. It is made up.

  Background:
    Given the scheme neighbourhood-team-liberated
    And it is 10 June 2026
    And a team_leader of eastmoor-council asks
    And the decision is a practical_help
    And decision.amount is 250.01
    And decision.lawful is yes
    And decision.harm is no
    And decision.emergency is no
    And person.set_scope is yes
    And person.place is elsewhere

  Scenario Outline: Whose it is while the control holds, to the penny
    Given decision.amount is <amount>
    When the question is asked
    Then the level is <level>
    And the basis is <basis>
    And it is for the <decider> to decide

    Examples:
      | amount | level | basis         | decider             |
      | 250.00 | act   | own_authority | team_leader         |
      | 250.01 | refer | control       | section_151_officer |
      | 500.00 | refer | control       | section_151_officer |

  Scenario Outline: It begins and ends by itself
    Given it is <day> at <clock>
    When the question is asked
    Then the level is <level>

    Examples:
      | day          | clock | level |
      | 7 June 2026  | 23:59 | act   |
      | 8 June 2026  | 00:00 | refer |
      | 31 July 2026 | 23:59 | refer |
      | 1 August 2026 | 00:00 | act  |

  Scenario: The officer it is reserved to decides, and tells who asked
    Given a section_151_officer of eastmoor-council asks
    When the question is asked
    Then the level is act
    And it rests on "section-151"
    And the duty "section-151/tell-asker" is owed after the act, within P2D

  Scenario: The officer holds what is reserved, and no more
    Given a section_151_officer of eastmoor-council asks
    And decision.amount is 250.00
    When the question is asked
    Then the level is refer
    And it is for the team_leader to decide

  Scenario: A pilot is under it like everything else
    Given a neighbourhood_worker of eastmoor-council asks
    And person.place is harbour
    And actor.peer_learning is yes
    And history.cap_neighbourhood_team_liberated_pilot_help is 0
    When the question is asked
    Then the level is refer
    And the basis is control
    And the rule spending-stop-example/reserved is among the reasons

  Scenario: In an emergency the officer ratifies afterwards, within two days
    Given it is an emergency
    When the question is asked
    Then the level is act
    And they may act
    And the duty "reserved/ratify" is owed after the act, within P2D, to the section_151_officer

  Scenario: What is no spending goes on as before
    Given the decision is a start_support
    And a neighbourhood_worker of eastmoor-council asks
    When the question is asked
    Then the level is act

  Scenario: A decision taken before it, and recorded while it holds, is under it too
    Given it is 7 June 2026 at 16:00
    And it is recorded on 8 June 2026 at 09:00
    When the question is asked
    Then the level is refer
    And the basis is control

  Scenario Outline: Without the amount nobody knows yet whether it is reserved
    Given a <role> of eastmoor-council asks
    And decision.amount is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And decision.amount is needed

    Examples:
      | role                |
      | team_leader         |
      | section_151_officer |

  Scenario: What is left out is said
    Given the scheme spending-stop-example
    Then the scheme leaves out "New agreements after a section 114 report"
