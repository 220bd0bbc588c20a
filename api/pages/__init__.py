"""Pages for people: signing in, and the lab. They work without JavaScript.

A page is a function of a dozen lines: read what was sent, ask, make the view (a frozen dataclass), show its
template. `visit` says who is here, `rendering` makes HTML of a view, `states` has a page for everything that goes
otherwise. Whoever adds a page writes a module named by its noun, a blueprint in it, and a line in `site`.
"""
