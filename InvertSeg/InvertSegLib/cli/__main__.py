"""Lets ``python -m InvertSegLib.cli`` stand for the command `invertseg`."""

import sys

from InvertSegLib.cli.main import main

sys.exit(main())
