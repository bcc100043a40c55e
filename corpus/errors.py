"""Mistakes and failures that a user can mend: one line each, with an exit status of its own."""

from __future__ import annotations

EXIT_STATUS: dict[int, str] = {
    0: "Done.",
    1: "Done, but something was lost or failed; the output names it.",
    2: "The command line is wrong.",
    3: "A portal, portal file, configuration or other input is unknown or broken.",
    4: "The corpus cannot be used: not ours, from a newer version, damaged, or locked by another process.",
    5: "The machine refused: no permission, disk full, port in use, missing program.",
    130: "Interrupted; what was done is kept.",
}


class UserError(Exception):
    """Something the user can mend. ``str(error)`` is one line that names the thing and the remedy."""

    exit_status = 1


class InputError(UserError):
    exit_status = 3


class CorpusError(UserError):
    exit_status = 4


class MachineError(UserError):
    exit_status = 5
