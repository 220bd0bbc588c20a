"""Who else may decide, and who is asked where nobody may: MEANING rule 7, read a second time."""

from collections.abc import Mapping
from typing import Any

from govengine.scheme import RoleKind
from tests.decide.reference_standing import Person, Standing, Stands


class People(Standing):
    """The people one question can go to."""

    def named(
        self, readings: Mapping[str, bool] | None = None, *, provisional: bool = False
    ) -> list[tuple[Any, ...]]:
        """(role, level, must) of everybody who holds a grant, as rule 7 lists them."""
        own = self.actor.roles
        found: dict[str, tuple[Any, ...]] = {}

        def ask(role: str) -> Stands | None:
            if self.stack.roles[role].kind is RoleKind.SOFTWARE:
                return None
            person = Person((role,), is_actor=False, open_too=provisional)
            stands = self.stands(person, readings)
            return stands if stands.holds else None

        def note(role: str, stands: Stands) -> None:
            found.setdefault(role, (role, stands.level, tuple(stands.everything_must())))

        actor_free = False
        if provisional and own:
            stands = self.stands(Person(own, is_actor=True, open_too=True), readings)
            if stands.holds:
                senior = sorted(own, key=lambda r: (-self.seniority(r), r))[0]
                found[senior] = (senior, stands.level, ())
                actor_free = True
        granted = {g.role for g in self.named_grants}
        only = {g.role for g in self.named_grants if g.only}
        mine = [line for line in self.stack.lines.values() if set(line) & set(own)]
        for line in mine:
            lowest = min(line.index(r) for r in own if r in line)
            self.most_junior(
                [r for i, r in enumerate(line) if i >= lowest or r in only], ask, note, free=actor_free
            )
        on_mine = {r for line in mine for r in line}
        for line in self.stack.lines.values():
            if line in mine or not (granted - on_mine) & set(line):
                continue
            start = min(line.index(r) for r in granted - on_mine if r in line)
            self.most_junior([r for r in line[start:] if r not in on_mine], ask, note)
        on_any = {r for line in self.stack.lines.values() for r in line}
        for role in sorted((granted | set(own)) - on_any):
            stands_there = ask(role)
            if stands_there is not None:
                note(role, stands_there)
        return sorted(found.values(), key=lambda entry: entry[0])

    @staticmethod
    def most_junior(roles: list[str], ask: Any, note: Any, *, free: bool = False) -> None:
        bound = False
        for role in roles:
            stands = ask(role)
            if stands is None:
                continue
            if stands.everything_must():
                if not bound:
                    note(role, stands)
                bound = True
            else:
                if not free:
                    note(role, stands)
                free = True
            if free and bound:
                return

    def seniority(self, role: str) -> int:
        return max((line.index(role) for line in self.stack.lines.values() if role in line), default=-1)

    def ask(self) -> tuple[str, bool]:
        own = set(self.actor.roles)
        up = sorted(
            line[i + 1]
            for line in self.stack.lines.values()
            for i in range(len(line) - 1)
            if line[i] in own and line[i + 1] not in own
        )
        for role in (self.stack.ask, *up, self.stack.accountable):
            if role not in own and self.stack.roles[role].kind is not RoleKind.SOFTWARE:
                return role, False
        return self.stack.accountable, True
