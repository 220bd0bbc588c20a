"""Timings: one run, medians, and what they were measured on. Never assertions, never collected by pytest."""
