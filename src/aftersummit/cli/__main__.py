"""``python -m aftersummit.cli``: the same as the ``aftersummit`` command."""

from aftersummit.cli import main

main()
