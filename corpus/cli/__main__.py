"""``python -m corpus.cli`` is ``tuyengiao``."""

from corpus.cli import main

main()
