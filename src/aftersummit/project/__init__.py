"""The verbs of a project."""

from aftersummit.project.asking import LISTED
from aftersummit.project.correcting import CORRECTABLE
from aftersummit.project.opening import make_project, open_project
from aftersummit.project.progress import Progress, silent
from aftersummit.project.project import Project
from aftersummit.project.settings import Settings

__all__ = [
    "CORRECTABLE",
    "LISTED",
    "Progress",
    "Project",
    "Settings",
    "make_project",
    "open_project",
    "silent",
]
