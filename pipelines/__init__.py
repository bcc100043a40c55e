"""Turns a Page into an Article."""
