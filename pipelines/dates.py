"""Dates of articles: found in print, parsed from metadata, and chosen among.

``find_dates`` reads printed forms, ``parse_machine`` metadata values, ``labelled`` the label before a date, and
``choose`` decides which date is the publication, with what precision, and what had to be refused.
"""

from __future__ import annotations

from pipelines.date_choice import (
    DATE_FLAGS,
    METHODS,
    Candidate,
    Chosen,
    DateLabel,
    DateMethod,
    choose,
    labelled,
)
from pipelines.date_values import VIETNAM, FoundDate
from pipelines.machine_dates import parse_machine
from pipelines.printed_dates import find_dates

__all__ = [
    "DATE_FLAGS",
    "METHODS",
    "VIETNAM",
    "Candidate",
    "Chosen",
    "DateLabel",
    "DateMethod",
    "FoundDate",
    "choose",
    "find_dates",
    "labelled",
    "parse_machine",
]
