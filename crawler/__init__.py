"""Finds and fetches Pages."""
