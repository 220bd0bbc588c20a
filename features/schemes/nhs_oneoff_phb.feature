Feature: A small sum today that brings somebody home from hospital
  Up to £200, agreed on the ward between the person or their carer and whoever is responsible for the discharge, where
  it brings the discharge forward by two days or more. Up to £400 an exception can be considered. Source: guidance of
  January 2022, read in summaries.

  Background:
    Given the scheme nhs-oneoff-phb
    And it is 1 February 2022
    And a discharge_lead of hospital-trust asks
    And the decision is a one_off_phb
    And decision.amount is 180.00
    And decision.use is other
    And decision.days_earlier is 3
    And decision.commissioned_in_time is no
    And decision.value_for_money is yes
    And decision.need_in_plan is yes
    And decision.unpaid_help_enough is no
    And decision.about_two_weeks is yes
    And decision.agreed_with_person is yes

  Scenario Outline: Up to £200 it is the discharge lead's
    Given decision.amount is <amount>
    When the question is asked
    Then the level is act
    And it rests on "discharge"
    And they may act
    And the duty "discharge/same-day" is owed with the act
    And the duty "discharge/plan" is owed with the act

    Examples:
      | amount |
      | 180.00 |
      | 200.00 |

  Scenario Outline: Above £200 an exception can be considered, up to £400, and not by oneself
    Given decision.amount is <amount>
    When the question is asked
    Then the level is refer
    And the basis is exception
    And it is for the exception_approver to decide
    And whoever decides owes the duty "exception/reason" before the act
    And they may not act

    Examples:
      | amount |
      | 200.01 |
      | 350.00 |
      | 400.00 |

  Scenario: Whoever considers exceptions writes the reason down first
    Given an exception_approver of clinical-commissioning-group asks
    And decision.amount is 350.00
    When the question is asked
    Then it rests on "exception"
    And they may not act yet
    Given the duty "exception/reason" has been done
    When the question is asked again
    Then they may act

  Scenario: A penny over £400 is nobody's here, and there is somebody to ask
    Given decision.amount is 400.01
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And nobody holds it
    And the person to ask is the exception_approver

  Scenario Outline: Every test has to be met, and the answer is whom to ask and never no
    Given <fact> is <value>
    When the question is asked
    Then the level is refer
    And the basis is not_met
    And the person to ask is the exception_approver

    Examples:
      | fact                          | value |
      | decision.days_earlier         | 1     |
      | decision.days_earlier         | 1.9   |
      | decision.commissioned_in_time | yes   |
      | decision.value_for_money      | no    |
      | decision.need_in_plan         | no    |
      | decision.unpaid_help_enough   | yes   |
      | decision.about_two_weeks      | no    |
      | decision.agreed_with_person   | no    |

  Scenario: Two days are enough
    Given decision.days_earlier is 2
    When the question is asked
    Then they may act

  Scenario Outline: What somebody else has to establish is not vouched for
    Given <fact> is not known
    When the question is asked
    Then the basis is missing_facts
    And all that is needed is <fact>
    And they may not act yet

    Examples:
      | fact                          |
      | decision.days_earlier         |
      | decision.commissioned_in_time |
      | decision.value_for_money      |
      | decision.use                  |

  Scenario Outline: What the lead can vouch for is a tick-box
    Given <fact> is not known
    When the question is asked
    Then the level is act
    And all that is needed is "confirm/<fact>"
    And they may not act yet

    Examples:
      | fact                        |
      | decision.need_in_plan       |
      | decision.unpaid_help_enough |
      | decision.about_two_weeks    |
      | decision.agreed_with_person |

  Scenario Outline: What a one-off budget is not for, whatever it costs
    Given decision.use is <use>
    And decision.amount is <amount>
    When the question is asked
    Then the level is stop
    And the rule excluded-use is among the reasons
    And the route is "Use the ordinary route: a personal health budget or a direct payment, or the restart of the package"
    And the duty "excluded-use/tell-route" is owed with the act

    Examples:
      | use                       | amount |
      | employ_personal_assistant | 150.00 |
      | long_term_needs           | 0.01   |
      | restart_of_same_package   | 350.00 |

  Scenario Outline: Without the amount it is not settled
    Given <role> asks
    And decision.amount is not known
    When the question is asked
    Then the level is refer
    And the basis is missing_facts
    And decision.amount is needed

    Examples:
      | role                                                  |
      | a discharge_lead of hospital-trust                    |
      | an exception_approver of clinical-commissioning-group |

  Scenario Outline: What is left out is said
    Then the scheme leaves out "<row>"

    Examples:
      | row                         |
      | Who considers an exception  |
      | About two weeks, in days    |
      | The end of the scheme       |
      | The guidance itself         |
