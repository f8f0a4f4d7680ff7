"""Session: parameters, what can be run now and why not, the run under way and its outcome.

Every face (panel, browser app) binds one `session.Session` to its widgets. Plain Python: it knows neither
Slicer nor Qt, starts no thread and never waits; a `carrier.Carrier` carries bytes to the worker and back.
"""
