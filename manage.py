#!/usr/bin/env python
"""Django's door; `manage.py up` runs the whole service on one machine."""

import sys

# Before every other import: what follows is not even readable to an older Python.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.stderr.write(
        "Holdout needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".\n"
    )
    sys.exit(2)

import os

from assessments.operating.starting import prepare_up, refuse

if sys.argv[1:2] == ["up"]:
    prepare_up(sys.argv[2:])

try:
    from django.core.management import execute_from_command_line
except ModuleNotFoundError:
    refuse("Django is not installed in this Python; run `pip install -e '.[local]'` first.")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessments.settings")
    execute_from_command_line(sys.argv)
