"""Every scenario here whose feature has no test module of its own, with steps of its own."""

from pathlib import Path

from pytest_bdd import scenarios

HERE = Path(__file__).parent

scenarios(*(str(one) for one in HERE.glob("*.feature") if not (HERE / f"test_{one.stem}.py").exists()))
