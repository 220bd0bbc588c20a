"""HTTP: parse, run a command, answer. A route is a dozen lines."""
