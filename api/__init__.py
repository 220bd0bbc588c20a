"""The service: the place with input and output. Imports `govengine`, never the reverse."""
