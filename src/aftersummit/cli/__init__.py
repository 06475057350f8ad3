"""The terminal surface."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command; errors are one line, exit codes say whose move is next."""
    from aftersummit.cli.app import app
    from aftersummit.errors import AftersummitError

    _speak_utf8()
    try:
        app(prog_name="aftersummit")
    except AftersummitError as error:
        print(f"aftersummit: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("aftersummit: stopped; what was confirmed is kept", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of the pipe went away (| head): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _speak_utf8() -> None:
    """Texts are UTF-8 with ``\\n`` whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
