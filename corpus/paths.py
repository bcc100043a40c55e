"""Where things lie on disk under the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The layout of ``--data DIR``."""

    root: Path

    @property
    def corpus(self) -> Path:
        return self.root / "corpus.db"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def logs(self) -> Path:
        return self.root / "logs"
