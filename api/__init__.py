"""The service: the only place with a clock, a network and a database."""
