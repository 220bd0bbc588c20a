"""In an emergency a decision need not wait for advice that nobody gave in time. Agreement it still waits for."""

from api.commands.acts.on_decision import OnDecision
from api.commands.acts.standing import is_theirs, open_before
from api.store.reply_links import noted_about
from govengine.decide import Determination, Question

_ADVICE = ("consulted", "recommends")


def unheard_in_time(on: OnDecision, asked: Question, answer: Determination) -> list[str]:
    """The duties that stand in the way and need not, because nobody answered in time and it is an emergency.

    Empty where anything else stands in the way too: an emergency gives nobody a power they did not have.
    """
    still = open_before(answer)
    if asked.facts.get("decision.emergency") is not True or not still or not is_theirs(answer):
        return []
    advice = {one["id"] for one in answer.company if one["how"] in _ADVICE}
    passed = advice & noted_about(on.tx.connection, on.row.entry_index)
    return sorted(still) if passed.issuperset(still) and not answer.needed else []
