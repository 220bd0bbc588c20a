"""The life of a decision: from the answer to what people decided, did, reviewed and followed up."""

from govengine.life.transition import Act, State, next_state, possible

__all__ = ["Act", "State", "next_state", "possible"]
