"""What a disclosure of a real service's entry shows once values of it were erased, and which entry is meant."""

import pytest

from api.evidence.offline import check_evidence
from api.evidence.proving import disclosure_of, entry_named, receipt_for
from govengine.errors import RecordError
from govengine.record import VerifierKey, canonical
from tests.api.logs import key_of
from tests.api.test_erasure import erase, old, owner, reviewer

__all__ = ["old", "owner", "reviewer"]


def test_what_was_erased_is_told_apart_from_what_is_withheld_with_proof(service, old, owner, reviewer):
    assert erase(owner, reviewer, {"decision": old[1]}).status_code == 201
    with service.live.engine.connect() as connection:
        whole = disclosure_of(connection, old[0], ["person.consent"])
        shown = disclosure_of(connection, old[1], [])
        with pytest.raises(RecordError) as gone:
            disclosure_of(connection, old[1], ["person.consent"])
    assert gone.value.code == "disclosure-missing"
    keys = [VerifierKey.parse(key_of(service))]
    untouched = check_evidence(canonical(whole.to_json()), keys).to_json()
    assert (untouched["revealed"], untouched["erased"]) == ({"person.consent": True}, [])
    erased = check_evidence(canonical(shown.to_json()), keys)
    assert "person.ref" in erased.to_json()["erased"]
    assert any(line.startswith("Erased: ") for line in erased.lines())
    assert erased.to_json()["withheld"] == []


def test_an_entry_is_named_by_its_index_or_its_id(service, old):
    with service.live.engine.connect() as connection:
        row = entry_named(connection, old[0])
        assert entry_named(connection, str(row.index)) == row
        for other in ("99", "-1", "\u0663", "9" * 40, "", old[0].lower()):
            with pytest.raises(RecordError) as unknown:
                entry_named(connection, other)
            assert unknown.value.code == "unknown-entry"
        with pytest.raises(RecordError) as unsigned:
            receipt_for(connection, old[0], 10**6)
        assert unsigned.value.code == "no-checkpoint"
