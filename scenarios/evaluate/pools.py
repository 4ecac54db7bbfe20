"""Pools found again: within an outlet, posts that share people, connected one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenarios.evaluate.crew import Crew, Person
from scenarios.evaluate.facts import Facts

Post = tuple[str, str]
Linked = Callable[[Post, Post], bool]


@dataclass(frozen=True)
class Pools:
    """Which posts belong together.

    Attributes
    ----------
    of
        (outlet, post) to the name of its pool, the first post of it; in the order of the posts table.
    flexible
        Posts that everybody in their pool can hold: these need no floor of their own.
    """

    of: Mapping[Post, str]
    flexible: frozenset[Post]

    def posts(self, outlet: str, pool: str) -> list[str]:
        """The posts of a pool, in order."""
        return [post for (where, post), name in self.of.items() if where == outlet and name == pool]

    def home(self, crew: Crew, person: Person) -> str | None:
        """The pool of the home outlet whose posts the person can ever hold; the first such post counts."""
        for (outlet, post), pool in self.of.items():
            if outlet == person.home and person.span(*crew.demands[outlet, post]) is not None:
                return pool
        return None


def find_pools(facts: Facts, crew: Crew) -> Pools:
    """By the people of each outlet; where the organisation names none, by what the posts ask for."""
    if facts.network.has("employees"):
        return _by_people(facts, crew)
    return _by_demands(crew)


def _by_people(facts: Facts, crew: Crew) -> Pools:
    """Two posts of an outlet are connected where one of its people can hold both, in the horizon or after it."""
    holders: dict[Post, set[str]] = {post: set() for post in crew.demands}
    at_home: dict[str, list[Person]] = {}
    for person in crew.people:
        at_home.setdefault(person.home, []).append(person)
    for (outlet, post), demands in crew.demands.items():
        for person in at_home.get(outlet, []):
            span = person.span(*demands)
            if span is not None and span[1] >= facts.first_day:
                holders[outlet, post].add(person.name)
    of = _connected(list(crew.demands), lambda one, other: bool(holders[one] & holders[other]))
    everybody: dict[tuple[str, str], set[str]] = {}
    for (outlet, post), pool in of.items():
        everybody.setdefault((outlet, pool), set()).update(holders[outlet, post])
    flexible = {post for post, pool in of.items() if holders[post] == everybody[post[0], pool]}
    return Pools(of, frozenset(flexible))


def _by_demands(crew: Crew) -> Pools:
    """Two posts are connected where one asks for all that the other asks for."""

    def within(one: Post, other: Post) -> bool:
        return all(mine <= theirs for mine, theirs in zip(crew.demands[one], crew.demands[other], strict=True))

    of = _connected(list(crew.demands), lambda one, other: within(one, other) or within(other, one))
    flexible = {
        post
        for post, pool in of.items()
        if all(within(post, other) for other in of if other[0] == post[0] and of[other] == pool)
    }
    return Pools(of, frozenset(flexible))


def _connected(posts: list[Post], linked: Linked) -> dict[Post, str]:
    """Each post's pool, by walking from every first post to all that are linked to it."""
    of: dict[Post, str] = {}
    for first in posts:
        if first in of:
            continue
        of[first] = first[1]
        waiting = [first]
        while waiting:
            one = waiting.pop()
            for other in posts:
                if other[0] == one[0] and other not in of and linked(one, other):
                    of[other] = first[1]
                    waiting.append(other)
    return {post: of[post] for post in posts}
