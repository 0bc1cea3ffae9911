"""The two kinds of error: sentences for people (`UserError`), and everything else, which is a bug."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class UserError(Exception):
    """Something a person can understand and act on; its text is shown as it is.

    The text says what happened, what is kept and what to do now, in plain Chinese. It never carries a full
    ID number or an account number, because messages may reach a log.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field  # path of the form field the sentence belongs to, "" for the message bar

    @property
    def happened(self) -> str:
        """What happened alone, without what is kept and what to do now: for a list of many that were left out."""
        return self.message.partition("没有改动任何内容")[0].partition("没有签署任何内容")[0]


class TooSoon(UserError):
    """Not yet: the person can do it again after so many seconds."""

    def __init__(self, message: str, *, seconds: float, field: str = "") -> None:
        super().__init__(message, field=field)
        self.seconds = seconds


class ProofNeeded(
    Exception
):  # a question to the person, not an error; and no `UserError`, which a batch would swallow
    """Who sits at the desk must show once more that it is them; nothing was done. `right`: what for, in words."""

    def __init__(self, right: str) -> None:
        super().__init__(right)
        self.right = right


class Refused(UserError):
    """The office's rules forbid this step to this person or in this state."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One bad input: the path of its field and the sentence to show beside it."""

    field: str
    message: str


class InvalidInput(UserError):
    """Typed input that cannot be taken; nothing was saved and everything typed is kept."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
        super().__init__(f"{first.message}{more}", field=first.field)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people changed: its label, what I typed, what is stored now, and who stored it when.

    `mine` and `theirs` are words; `typed` and `stored` the values themselves, for whatever is chosen to be saved.
    """

    field: str
    label: str
    mine: str
    theirs: str
    who: str = ""
    at: str = ""  # YYYY-MM-DD HH:MM, local
    typed: Any = None
    stored: Any = None
    group: str = ""  # fields of one group are chosen together
    base: Any = None  # what the field was shown from, where that is not the stored value itself


class Conflict(UserError):
    """Somebody saved the same record first; both values are kept for a person to choose."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        labels = "、".join(difference.label for difference in differences) or "记录"
        others = "、".join(dict.fromkeys(one.who for one in differences if one.who)) or "别人"
        super().__init__(
            f"这份记录刚刚被{others}保存过（{labels}），您这一步没有保存。您填写的内容仍在，请对照后再保存。"
        )
        self.differences = tuple(differences)


class ChangedSinceSeen(Conflict):
    """It was saved after it had been opened: what would be signed is not what was read. A signature never merges."""

    def __init__(self) -> None:
        super().__init__([])
        self.message = "看过之后有改动，请重看。没有签署任何内容；已换上现在的内容，看过再签。"
        self.args = (self.message,)


class LineDown(UserError):
    """The shared server cannot be reached: nothing of this step is stored there, and typing may go on."""


class KeptOut(UserError):
    """The shared server answers and lets this login or this desk in no more; what is typed stays at the desk."""


class LoginEnded(KeptOut):
    """It is the login itself: the account ended, or its password was changed elsewhere."""


class Busy(UserError):
    """Another window is saving something long: nothing of this step is stored, and it may be done again in a minute."""


class OutcomeUnknown(UserError):
    """The line broke in the moment of saving: whether it is stored is told as soon as the server answers again."""

    def __init__(self, entry: object) -> None:
        super().__init__(
            "线路正好断在保存的一刻，现在还不知道这一步存上了没有。填写的内容仍在；线路恢复后会马上告诉您，请先不要重复办理。"
        )
        self.entry = entry  # what the step is known by in the journal
        self.result: object = None  # what the step came to, if it is stored
