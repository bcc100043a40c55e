"""Keeps, links, shows and publishes Articles."""
