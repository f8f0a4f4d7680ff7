"""Asking the environment room something that takes a while, in a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from InvertSegLib.errors import Failure
from InvertSegLib.panel.conversation import Conversation, failure_of
from InvertSegLib.panel.installing import environment_command
from InvertSegLib.session.carrier import Carrier

OnAnswer = Callable[[dict[str, Any], Failure | None], None]


class Inquiry:
    """One question at a time; a new one takes the place of one that is not answered yet.

    Args:
        carrier_factory: makes what carries a process.
    """

    def __init__(self, carrier_factory: Callable[[], Carrier]) -> None:
        self._carrier_factory = carrier_factory
        self._conversation: Conversation | None = None

    @property
    def asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._conversation is not None

    def ask(self, words: tuple[str, ...], on_answer: OnAnswer) -> None:
        """Ask; the answer comes later.

        Args:
            words: a command of the environment room.
            on_answer: called with what its last message says, and with what went wrong (None if nothing).
        """
        self.cancel()
        told: list[dict[str, Any]] = []

        def on_exit(_code: int | None) -> None:
            if self._conversation is not conversation:
                return
            self._conversation = None
            last = told[-1] if told else {}
            on_answer(last, None if last.get("type") == "done" else failure_of(last))

        conversation = Conversation(self._carrier_factory(), told.append, lambda _line: None, on_exit)
        self._conversation = conversation
        conversation.start(environment_command(*words))

    def cancel(self) -> None:
        """Ask no more; nobody is called."""
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            conversation.end()
