"""The lab: made-up cases asked of a scheme, before anybody is governed by it. Nothing here knows of the web.

`case` is what somebody has said so far, `fields` what can be asked, `reading` makes a question of what was typed,
`answer` says in words what came out, `scenario` writes it as a story that can be run.
"""
