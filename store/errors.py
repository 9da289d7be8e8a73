"""What can be wrong with a use of the store; trouble of the database itself stays SQLAlchemy's."""

from __future__ import annotations


class StoreError(Exception):
    """Something was asked of the records that they do not allow."""


class UnknownMessageError(StoreError):
    """There is no message with this id."""


class UnknownDraftError(StoreError):
    """There is no draft with this id."""


class UnknownDocumentError(StoreError):
    """There is no document with this content hash."""


class ContentErasedError(StoreError):
    """The content of this message was removed; only its trace is kept."""


class RegisteredError(StoreError):
    """A draft of this message is in the register; erasing it needs to be said in so many words."""


class OpenDraftsError(StoreError):
    """A draft of this message is still open; what nobody decided is not erased by a rule."""


class NotParkedError(StoreError):
    """Only a parked message can be replaced by a mended copy."""


class LastAdministratorError(StoreError):
    """The only administrator stays one: name another before."""


class NotForTheRegisterError(StoreError):
    """Only requests, offers and good practices have a place in the register."""


class NotMergeableError(StoreError):
    """Only a draft that is open or registered can take up another one."""


class OldSchemaError(StoreError):
    """The database's schema is not that of this program: run `acsg-intake migrate`."""


class DatabaseAddressError(StoreError):
    """The address of the database cannot be understood."""


class DatabaseUnreachableError(StoreError):
    """The database does not answer."""


class ArchiveError(StoreError):
    """An archive cannot be made or used; the text says why and what to do."""


class OtherMarkError(StoreError):
    """The database was marked for another mode of the chat and must not be used in this one."""

    def __init__(self, marked: str, asked: str) -> None:
        super().__init__(f"the database is marked {marked!r}, not {asked!r}")
        self.marked = marked
        self.asked = asked
