"""How the Bot API says no: one exception, and the refusals that Telegram words this way."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - Telegram refuses, nothing is wrong with the program
    """A call that the Bot API refuses; the description is Telegram's own wording."""

    def __init__(
        self,
        code: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        #: id of the supergroup that the group became
        self.migrate_to = migrate_to

    @property
    def sentence(self) -> str:
        """The description for people."""
        return self.description.removeprefix("Bad Request: ")


def bad_request(what: str) -> Refusal:
    """The caller's mistake."""
    return Refusal(400, f"Bad Request: {what}")


def migrated(new: int) -> Refusal:
    """The group became a supergroup with another id."""
    return Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=new)


def forbidden(what: str) -> Refusal:
    """Not for this bot."""
    return Refusal(403, f"Forbidden: {what}")


def unauthorized() -> Refusal:
    """The token is not ours."""
    return Refusal(401, "Unauthorized")


def conflict() -> Refusal:
    """Another program polls with the same token."""
    return Refusal(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance "
        "is running",
    )


def too_many(retry_after: int) -> Refusal:
    """Come back later."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
