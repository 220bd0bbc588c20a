"""What the page about the format begins with: how a scheme is written."""

INTRODUCTION = """\
A scheme says who may decide what: a council's scheme of delegation, a panel's terms of reference, the law that
stands above both. Rules come in two sorts. A **grant** opens: it delegates a kind of decision to a role. A
**safeguard** closes: it says with whom, by whom, or that it must not go this way. What no grant opens is never
answered with a no. It is a question, and the answer says whom to ask.

Each version of a scheme is a folder of its own: `rules/<scheme>/<version>/scheme.yaml`, with CSV tables beside
it. A version that has been adopted is never edited; a change is a new folder. `govengine check FOLDER` reports
every problem at once, with its place and what to do; [problems.md](problems.md) explains each.
`govengine diff OLD NEW` says what a new version changes.

### How it is written

* YAML, in UTF-8. Keys are in the tables below, and a key that nobody knows is named with its line.
* YAML's own types are not used. Every value is read from its text: `on`, `no` and `2026-04` are what they look
  like, and `true` and `false` are read only where this page says so.
* In braces YAML ends a text at a comma. Put a text with a comma, or with `: ` in it, in single quotes.
* Anchors, aliases and tags (`&`, `*`, `!`) are not used, and no key stands twice.
* Names are small letters and digits, with `_`, `-` or `.` between them, 100 characters at most.
* Dates are written 2026-04-01, durations P2D (days), PT24H (hours), P6M (months) or P1Y (years).
* The order of rules and files never matters. The same rule written twice is one rule.

Editors can check and complete a scheme as it is written, with `docs/scheme.schema.json`. With the YAML language
server the first line of `scheme.yaml` is:

```yaml
# yaml-language-server: $schema=../../../docs/scheme.schema.json
```
"""
