"""Histories that never happened, written as a log that verifies: for benchmarks, demonstrations and load.

Everything is drawn from one seed, so the same seed gives the same bytes. The answers are the engine's own.
"""
