"""Steps about schemes that change: those of the people who work with a service, and what each test module adds."""

from features.life import conftest as life

globals().update(
    {name: step for name, step in vars(life).items() if name == "town" or name.startswith("pytestbdd_")}
)
