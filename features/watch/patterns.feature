@service
Feature: What no single decision shows
  A single decision can be right and the run of them wrong. The watch looks for what the scheme names under `watches:`
  and asks a question, about the rule or the arrangement, of a role. It never names a person and changes no answer.

  Background:
    Given Riverside Council's scheme with its watches has been adopted

  Scenario: One-off help that has become regular
    When on 1 May 2026 w-1 pays 100 for "p-1"
    And on 1 June 2026 w-2 pays 110 for "p-1"
    Then the team_manager is asked nothing
    When on 29 July 2026 w-1 pays 120 for "p-1"
    Then the team_manager is asked for a conversation: 3 decisions within somebody's own authority in 90 days, of the same person. Is this still one-off help, or has it become regular support?

  Scenario: Ninety-one days are not ninety
    When on 1 May 2026 w-1 pays 100 for "p-1"
    And on 1 June 2026 w-2 pays 110 for "p-1"
    And on 30 July 2026 w-1 pays 120 for "p-1"
    Then the team_manager is asked nothing

  Scenario: Spending split under a limit
    When on 1 May 2026 w-1 pays 300 for "p-1"
    And on 3 May 2026 w-1 pays 200 for "p-1"
    Then the team_manager is asked nothing
    When on 7 May 2026 w-1 pays 0.01 for "p-1"
    Then the team_manager is asked for a peer review: 3 decisions within somebody's own authority in 7 days, of the same person. Is one need being met in parts because of where the limit stands?

  Scenario: A limit hugged from below
    When on 1 May 2026 w-1 pays 500 for "p-1"
    And on 2 May 2026 w-2 pays 499 for "p-2"
    And on 3 May 2026 w-1 pays 450.01 for "p-3"
    And on 4 May 2026 w-1 pays 450 for "p-4"
    And on 5 May 2026 w-2 pays 480 for "p-5"
    Then the service_manager is asked nothing
    When on 6 May 2026 w-3 pays 495 for "p-6"
    Then the service_manager is asked for a conversation: 5 decisions within somebody's own authority in 30 days, of the same actor team. Does the limit fit what people need?

  Scenario: Approvals swapped between two people
    When on 1 May 2026 w-1 asks for a payment and w-2 approves
    And on 2 May 2026 w-2 asks for a payment and w-1 approves
    And on 3 May 2026 w-1 asks for a payment and w-2 approves
    And on 4 May 2026 w-2 asks for a payment and w-3 approves
    Then the service_manager is asked nothing
    When on 5 May 2026 w-2 asks for a payment and w-3 declines
    And on 6 May 2026 w-2 asks for a payment and w-1 approves
    Then the service_manager is asked for a peer review: 4 approvals in 90 days, of the same two people. Who else could approve, so that approvals rest on more than one arrangement?

  Scenario: Departures clustering on one rule
    When on 1 May 2026 w-1 departs from the answer
    And on 2 May 2026 w-2 departs from the answer
    Then the service_manager is asked nothing
    When on 9 May 2026 w-3 departs from the answer
    Then the service_manager is asked for an assurance review: 3 departures from the answer in 90 days, of the same rule. What does the rule not fit?

  Scenario: Referrals that are always approved
    When on 1 May 2026 w-1 asks for a payment and m-1 approves
    And on 2 May 2026 w-2 asks for a payment and m-2 approves
    And on 3 May 2026 w-3 asks for a payment and m-1 approves
    And on 4 May 2026 w-4 asks for a payment and m-2 approves
    Then the service_manager is asked nothing
    When on 5 May 2026 w-5 asks for a payment and m-3 approves
    Then the service_manager is asked for an assurance review: 5 approvals and none declined in 90 days, of the same kind. Could the rule be widened, so that nobody has to ask?

  Scenario: Referrals of which one was declined
    When on 1 May 2026 w-1 asks for a payment and m-1 approves
    And on 2 May 2026 w-2 asks for a payment and m-2 approves
    And on 3 May 2026 w-3 asks for a payment and m-1 declines
    And on 4 May 2026 w-4 asks for a payment and m-2 approves
    And on 5 May 2026 w-5 asks for a payment and m-3 approves
    And on 6 May 2026 w-1 asks for a payment and m-1 approves
    Then the service_manager is asked nothing

  Scenario: Consultations that nobody answers
    When on 1 May 2026 w-1 asks what their manager thinks
    And on 2 May 2026 w-2 asks what their manager thinks
    And on 8 May 2026 w-3 asks what their manager thinks
    Then the service_manager is asked nothing
    When on 9 May 2026 w-4 asks what their manager thinks
    Then the service_manager is asked for a conversation: 2 requests without an answer in 60 days, of the same role. Who has the time to answer, and does it have to be asked?

  Scenario: Follow-ups that are overdue
    When on 1 May 2026 w-1 pays and takes 100 for "p-1"
    And on 2 May 2026 w-2 pays and takes 100 for "p-2"
    And on 9 May 2026 w-3 pays and takes 100 for "p-3"
    Then the team_manager is asked nothing
    When on 10 May 2026 w-4 pays and takes 100 for "p-4"
    Then the team_manager is asked for a conversation: 2 things owed without an answer in 90 days, of the same kind. Is what the rule asks for afterwards possible?

  Scenario: Follow-ups that are overdue, and nothing is recorded meanwhile
    When on 1 May 2026 w-1 pays and takes 100 for "p-1"
    And on 2 May 2026 w-2 pays and takes 100 for "p-2"
    And it is 9 May 2026
    Then the team_manager is asked nothing
    When it is 10 May 2026
    Then the team_manager is asked for a conversation: 2 things owed without an answer in 90 days, of the same kind. Is what the rule asks for afterwards possible?
    When it is 30 May 2026
    Then the team_manager is asked for 1 thing

  Scenario: A review that the person asked for counts as owed, and so does a duty that somebody took over
    When on 1 May 2026 w-1 pays and takes 100 for "p-1", and the household is called
    And on 2 May 2026 the person asks for a review
    And on 3 May 2026 w-2 pays and takes 100 for "p-2"
    And on 4 May 2026 the team_manager takes over what is owed
    And it is 1 June 2026
    Then the team_manager is asked nothing
    When it is 2 June 2026
    Then the team_manager is asked for a conversation: 2 things owed without an answer in 90 days, of the same kind. Is what the rule asks for afterwards possible?

  Scenario: More than half of a pilot's approvals rest on one delegate
    When on 1 May 2026 w-1 asks for equipment and m-1 approves
    And on 2 May 2026 w-2 asks for equipment and m-2 approves
    And on 3 May 2026 w-3 asks for equipment and m-1 approves
    And on 4 May 2026 w-1 asks for equipment and m-2 approves
    Then the service_manager is asked nothing
    When on 5 May 2026 w-2 asks for equipment and m-1 approves
    Then the service_manager is asked for an assurance review: 5 approvals in 90 days, of the same rule. Approvals for this pilot rest on one delegate. Who could share them?

  Scenario: The same silence answered again and again
    When on 1 May 2026 w-1 asks about a carpet
    And on 2 May 2026 w-2 asks about a carpet
    Then the service_manager is asked nothing
    When on 3 May 2026 w-3 asks about a carpet
    Then the service_manager is asked for an assurance review: 3 questions on which the schemes are silent in 90 days, of the same kind. The scheme is silent on it again and again. What should it say?
