"""Drafts of schemes: starting, changing, checking, and what a draft would change. Nothing of it governs anybody.

`desk` keeps them, `check` says what is wrong, `changes` what a draft does against what it was started from.
`filling` changes figures, `table` rows; `merging` puts two people's changes together; `folder` is how one leaves.
"""
