"""Decisions as they leave the log: events in the shape of OPA's decision log, and the thirty fields as columns."""
