"""Everything that Trucewatch raises on purpose.

TrucewatchError                E000
├── InputError                 E100  a file or row that cannot be read
│   ├── UnsupportedLanguage    E101  a language that no extractor reads
│   └── UnsupportedFormat      E102  a file type that no reader takes
├── AgreementError             E200  an agreement that does not load
├── GazetteerError             E300  a gazetteer file that does not load
├── GroundingError             E400  a value without words in the report
├── RecordError                E500  the store is unusable or of another version
│   ├── RecordMoved            E501  somebody else changed what a change was to be made to
│   └── DecisionError          E502  a decision that cannot be made
└── UsageError                 E900  a command called in a way that cannot work

Each carries where it happened and what to do about it; the command line prints all three.
"""

from __future__ import annotations


class TrucewatchError(Exception):
    """Base of all errors: what is wrong, where (file, line, key), and the remedy."""

    code = "E000"

    def __init__(self, message: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.message = message
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        """`where: message [code] (remedy)` in one line."""
        head = f"{self.where}: " if self.where else ""
        tail = f" ({self.remedy})" if self.remedy else ""
        return f"{head}{self.message} [{self.code}]{tail}"


class InputError(TrucewatchError):
    """A file or row that cannot be read."""

    code = "E100"


class UnsupportedLanguage(InputError):
    """A language that no extractor reads."""

    code = "E101"


class UnsupportedFormat(InputError):
    """A file type that no reader takes."""

    code = "E102"


class AgreementError(TrucewatchError):
    """An agreement that does not load, with file and key."""

    code = "E200"


class GazetteerError(TrucewatchError):
    """A gazetteer file that does not load."""

    code = "E300"


class GroundingError(TrucewatchError):
    """A value that claims to come from text but has no words in the report."""

    code = "E400"


class RecordError(TrucewatchError):
    """The store is unusable, or was written by another version."""

    code = "E500"


class RecordMoved(RecordError):
    """Somebody else changed, meanwhile, what a change was to be made to; nothing was written."""

    code = "E501"


class DecisionError(RecordError):
    """A decision that cannot be made: it speaks of nothing that is there, or sets what cannot be set."""

    code = "E502"


class UsageError(TrucewatchError):
    """A command called in a way that cannot work."""

    code = "E900"
