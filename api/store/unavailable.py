"""The log cannot be written: the one reason an answer is 503 (DESIGN §3)."""

from typing import Self

from govengine.errors import Problem, RecordError


class LogUnavailable(RecordError):  # noqa: N818 named for the state it reports
    """Nothing was recorded, so nothing may be answered. Code `log-unavailable`."""

    @classmethod
    def because(cls, reason: str) -> Self:
        """Nothing was recorded."""
        return cls(
            [
                Problem(
                    "log-unavailable",
                    f"The log cannot be written, so nothing was recorded and nothing decided: {reason}",
                    "Send the same request again, with the same Idempotency-Key.",
                )
            ]
        )

    @classmethod
    def unknown(cls, reason: str) -> Self:
        """The connection broke in the commit and the database cannot be asked which way it went."""
        return cls(
            [
                Problem(
                    "log-unavailable",
                    f"The log was lost while it was written, and cannot be asked whether it was: {reason}",
                    "Send the same request again, with the same Idempotency-Key: it is recorded once.",
                )
            ]
        )
