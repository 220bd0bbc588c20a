"""How many examples: 300 by default, 2,000 for tests marked `long` (run with `-m long`)."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "house",
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("house")
