"""The process that holds a network, and the ways to talk to it.

``frames`` are the bytes on the pipes, ``messages`` and ``events`` what they say, ``protocol`` the client's
state machine without input and output. ``server`` runs in the engine's environment; ``client`` is the
blocking face for hosts with threads. ``processes`` and ``guard`` see to it that nothing is left running.
"""
