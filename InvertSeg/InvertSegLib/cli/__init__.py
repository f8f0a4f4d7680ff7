"""The command `invertseg`: parses, calls the rooms, shows what they say; no logic of its own."""

from InvertSegLib.cli.main import main

__all__ = ["main"]
