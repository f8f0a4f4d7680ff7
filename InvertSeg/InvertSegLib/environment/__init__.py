"""Environments: where engines are installed, how they get there, their weights, and what is wrong.

The rooms' faces call `install.install`, `installed.find`, `weights.status`, `weights.download` and
`doctor.examine`. Nothing here imports an engine: each engine's own Python is asked instead.
"""
