@service
Feature: An auditor need not trust the service
  The record can be checked by somebody who holds a public key, a file and perhaps a note of what the log once
  signed, and who believes nobody.

  Background:
    Given a service on which the schemes have been adopted
    And a key of northbridge-council
    And a support worker's hardship payment of 120.00 is proposed

  Scenario: A receipt is checked with a public key and nothing else
    When the auditor is handed the receipt of that entry
    Then the auditor finds it in the log, unchanged

  Scenario: A receipt that somebody improved on is refused
    When the auditor is handed the receipt of that entry, with "120.00" made "920.00"
    Then the auditor refuses it as "receipt-entry"

  Scenario: A receipt of another log is refused
    When the auditor is handed the receipt of that entry
    And the auditor holds the key of another log
    Then the auditor refuses it as "note-unverified"

  Scenario: One fact is published, and nothing else about the person
    When the auditor is handed that entry with only person.consent shown
    Then the auditor reads that person.consent is true
    And the auditor is told that person.ref is withheld
    And what the auditor was handed does not name the person

  Scenario: A fact that was published otherwise than it was recorded is refused
    When the auditor is handed that entry with only person.consent shown, and shown as false
    Then the auditor refuses it as "disclosure-value"

  Scenario: A tail that was cut is found by what somebody kept
    Given the auditor keeps what the log signed
    When somebody cuts the end of the log off, and leaves no trace
    Then the record verifies
    But it does not agree with what the auditor kept: "log-cut"

  Scenario: Nobody outside has seen it yet
    Then the record says of outside time: "no outside time"

  Scenario: What somebody kept shows what existed then
    Given the auditor keeps what the log signed
    Then the record says that the entry existed when it was kept

  Scenario: Whoever knew the old key can check what the new one signs
    Given the auditor keeps the key of the log
    When the key of the log is changed
    Then the log verifies by the key the auditor kept
