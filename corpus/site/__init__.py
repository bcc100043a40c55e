"""Serves a corpus in Datasette, with our configuration, templates and one plugin."""
