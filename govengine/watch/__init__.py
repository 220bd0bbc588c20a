"""Watch: patterns across recorded entries, looked for by durable_rules in a child process.

The log is the truth and this is a reader of it. A finding changes no answer by itself, never permits,
and is worded about a rule or an arrangement, never about a person. Only `worker` imports durable_rules; it
starts with this package, so nothing is imported here.
"""
