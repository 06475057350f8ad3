"""Decides one proposal after another and says so when each decision is confirmed.

Run as a process of its own by the kill test, which kills it at a random moment.
"""

from __future__ import annotations

import sys

from aftersummit.model import Ref
from aftersummit.project import open_project

with open_project(sys.argv[1]) as project:
    waiting = [c for c in project.commitments() if c.status == "proposed" and c.ref is None]
    print("ready", flush=True)
    for commitment in waiting:
        passage = commitment.passages[0]
        assert passage.document is not None and passage.span is not None
        place: Ref = passage.document.at(passage.span)
        (decision,) = project.decide([place], "accept", coder="ana", reason="firm")
        print(f"{decision.number} {decision.subject} {decision.assigned[0]}", flush=True)
