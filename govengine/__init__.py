"""govengine: whose decision is it?

The engine is pure: values in, values out. The clock, the network and the database live in `api`.
"""
