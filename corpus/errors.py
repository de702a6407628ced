"""The one error that the project raises at people: what went wrong, and the cure."""


class B12BotError(Exception):
    """Something a person can mend.

    `message` says what was given and what is wrong with it, `cure` what to do.
    """

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(f"{message}\n{cure}")
        self.message = message
        self.cure = cure
