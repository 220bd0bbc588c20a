"""Changing a scheme: a draft is proposed, those whom its effect asks for play their parts, it is adopted or not."""
