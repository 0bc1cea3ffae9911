"""Damaged and hostile files through the reader, whole way: none takes the program with it, each is read or refused in one sentence.

Each mutant is a sound workbook of ours (every seventh a photo) with flipped bytes, XML spliced into a part that is
packed again with right checksums, a zip cut short, or parts taken out, doubled or exchanged. It goes through what
the program itself calls, reading in a limited process and typing of the cells. Every tenth file gets a process of its
own as in the program; the others share two that live as long as nothing kills them, or ten thousand would take hours.
The bombs of old are read first, with the memory they really took.
"""

import io
import json
import multiprocessing
import random
import re
import resource
import signal
import sys
import threading
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

import torturing
import xlsxwriter
from PIL import Image

from jiuzhu import paths
from jiuzhu.documents import foreign_reader, foreign_workbook, limited, picture_reader, pictures
from jiuzhu.domain.ledger import Ledger, load_ledgers
from jiuzhu.errors import UserError

LONGEST = 2.0  # seconds of the processor a file may take, start of the child included: a busy machine's clock proves nothing
MOST_MEMORY = 500_000_000  # bytes of a child
HANDS = 2
PHOTO_EVERY = 7
ALONE_EVERY = 10
GOOD = ["核A-1", "李示例", "500112199001011234", "税务", "存款", "有", 12, "2026-03-01", "无"]
SPLICES = (
    b"<", b">", b'"', b"&", b"9" * 30, b"-1", b"&#0;", b"\xff", b"", b"<c/>", b"</row>", b"<!DOCTYPE x>", b"<![CDATA[",
    b"<f>1</f>", b"1e999", b"XFD1048576", b' t="s"', b' r="ZZZZ1"', b"\x00", b"<row r='99999999'>", b"<mergeCell ref='A1:XFD9'/>",
)  # fmt: skip
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_SENTENCE = re.compile(r"“[^”]+”[^\n]*没有导入任何数据。")


@dataclass(slots=True)
class Result:
    """What all rounds showed; `deaths`, `slow`, `strange`, `heavy` and `bombs_wrong` must stay 0."""

    rounds: int = 0
    read: int = 0
    refused: int = 0
    photos: int = 0
    deaths: int = 0  # children that died of anything but their limits
    limited: int = 0  # children ended by their own limits
    slow: int = 0
    strange: int = 0  # anything but rows or one Chinese sentence of the one class of error
    longest: float = 0.0  # seconds of the processor
    longest_clock: float = 0.0
    heaviest_mb: int = 0
    heavy: int = 0
    bombs: dict[str, str] = field(default_factory=dict)
    bombs_wrong: int = 0
    seconds: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nothing died, hung, grew or was told otherwise, and something was tried at all."""
        broken = self.deaths + self.slow + self.strange + self.heavy + self.bombs_wrong
        return broken == 0 and self.rounds > 0 and self.read > 0 and self.refused > 0


Parts = dict[str, bytes]


def sound(titles: Sequence[str]) -> Parts:
    """The parts of a sound workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("结果")
    for number in range(12):
        sheet.write_row(number, 0, list(titles) if not number else GOOD)
    sheet.merge_range("A20:C20", "合并")
    book.close()
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, padded: str = "", padding: int = 0, pad: bytes = b" " * 1_000_000) -> bytes:
    """The parts as a file with right checksums, one of them with so many pads behind it.

    Never held unpacked here: what a child of ours is told to have taken includes what we had when it was born.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w") as part:
                part.write(content)
                for _ in range(padding if name == padded else 0):
                    part.write(pad)
    return stream.getvalue()


def flipped(whole: bytes, dice: random.Random) -> bytes:
    """Some bytes of the whole file."""
    damaged = bytearray(whole)
    for _ in range(dice.randint(1, 12)):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    return bytes(damaged)


def cut(whole: bytes, dice: random.Random) -> bytes:
    """The file ends early, or bytes are missing in the middle, or it begins late."""
    first, second = sorted(dice.sample(range(len(whole) + 1), 2))
    return dice.choice([whole[:second], whole[:first] + whole[second:], whole[first:]])


def spliced(parts: Parts, dice: random.Random) -> bytes:
    """Pieces put into a part, which is packed again."""
    name = dice.choice(sorted(parts))
    content = bytearray(parts[name])
    for _ in range(dice.randint(1, 5)):
        place = dice.randrange(len(content) + 1)
        content[place : place + dice.choice([0, 0, 1, 3, 40])] = dice.choice(SPLICES)
    return packed(parts | {name: bytes(content)})


def shuffled(parts: Parts, dice: random.Random) -> bytes:
    """A part is missing, exchanged with another or repeated a thousand times inside itself."""
    one, other = dice.sample(sorted(parts), 2)
    match dice.randrange(3):
        case 0:
            return packed({name: content for name, content in parts.items() if name != one})
        case 1:
            return packed(parts | {one: parts[other], other: parts[one]})
        case _:
            middle = len(parts[one]) // 2
            return packed(parts | {one: parts[one][:middle] + parts[one][middle:] * 1000})


def mutant(parts: Parts, dice: random.Random) -> tuple[str, bytes]:
    """One damaged workbook and how it was made."""
    whole = packed(parts)
    kind = dice.choice(["flipped", "cut", "spliced", "spliced", "shuffled"])
    if kind == "flipped":
        return kind, flipped(whole, dice)
    if kind == "cut":
        return kind, cut(whole, dice)
    return kind, (spliced if kind == "spliced" else shuffled)(parts, dice)


def photo(dice: random.Random) -> bytes:
    """A damaged picture."""
    stream = io.BytesIO()
    Image.new("RGB", (dice.randint(1, 400), dice.randint(1, 400)), "darkgreen").save(
        stream, dice.choice(["JPEG", "PNG"])
    )
    return dice.choice([flipped, cut])(stream.getvalue(), dice)


def limit_worker(memory: int) -> None:
    """What a child of the program puts on itself, but for the processor time, which adds up here."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def spent() -> float:
    """Processor seconds of the children of this process that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def work(script: str, request: bytes) -> tuple[bytes, float]:
    """What the child of that name would say to a request, and the processor seconds it took."""
    begin = time.process_time()
    said = answered(script, request)
    return said, time.process_time() - begin


def answered(script: str, request: bytes) -> bytes:
    """The same without the time."""
    warnings.simplefilter("ignore")
    if script == Path(foreign_reader.__file__).name:
        answer = foreign_reader.answer(json.loads(request))
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
    head, content = request.split(b"\n", 1)
    asked = json.loads(head)
    try:
        return picture_reader.reduced(content, asked["side"], asked["most"])
    except Exception:  # noqa: BLE001  # as the child itself
        return b""


class Watched:
    """In the place of `limited.run`: a process of its own for some files, a shared one for the others; deaths are counted."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.alone = threading.local()
        self._run = limited.run
        self._lock = threading.Lock()
        self._pool = self._new_pool()

    @staticmethod
    def _new_pool() -> ProcessPoolExecutor:
        memory = foreign_workbook.Limits().memory
        return ProcessPoolExecutor(
            HANDS, multiprocessing.get_context("spawn"), initializer=limit_worker, initargs=(memory,)
        )

    def run(self, script: Path, request: bytes, **limits: int) -> limited.Said:
        """As `limited.run`."""
        if not getattr(self.alone, "no", False):
            begin = spent()
            said = self._run(script, request, **limits)
            self.cost(
                spent() - begin
            )  # with a child of the other hand that ended meanwhile: never too little
            ended = said.code in {-signal.SIGKILL, -signal.SIGXCPU}
            self.result.limited += ended
            self.result.deaths += said.code != 0 and not ended
            return said
        pool = self._pool
        try:
            words, took = pool.submit(work, script.name, request).result()
            self.cost(took)
            return limited.Said(0, words, whole=True)
        except BrokenProcessPool:
            with self._lock:
                self.result.deaths += 1
                if self._pool is pool:
                    self._pool = self._new_pool()
            return limited.Said(-1, b"", whole=False)

    def cost(self, took: float) -> None:
        """Hold a file's processor time against the longest allowed."""
        self.result.longest = max(self.result.longest, round(took, 2))
        self.result.slow += took > LONGEST

    def close(self) -> None:
        """The shared processes end."""
        self._pool.shutdown()


def look(path: Path, ledger: Ledger, result: Result) -> None:
    """One file through the whole way."""
    try:
        sheet = foreign_workbook.read(path, expected=ledger)
    except UserError as error:
        result.refused += 1
        result.strange += not _SENTENCE.fullmatch(error.message)
    except Exception as error:  # noqa: BLE001  # this is what must not happen: counted and named
        result.strange += 1
        result.kinds[f"! {type(error).__name__}"] = result.kinds.get(f"! {type(error).__name__}", 0) + 1
    else:
        result.read += 1
        result.strange += not (sheet.rows or sheet.problems)


def timed(result: Result, work: Callable[[], None]) -> None:
    """Do it and look at the clock."""
    begin = time.monotonic()
    work()
    result.longest_clock = max(result.longest_clock, round(time.monotonic() - begin, 2))


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Run the bombs and the rounds in a folder."""
    ledger = load_ledgers(paths.resources() / "ledgers")["check_reply"]
    parts = sound([column.title for column in ledger.columns])
    result, kinds = Result(), Counter[str]()
    watched = Watched(result)
    kept, limited.run = limited.run, watched.run
    begin = time.perf_counter()
    try:
        explode(parts, ledger, result, folder)
        with ThreadPoolExecutor(HANDS) as pool:

            def go(number: int) -> str:
                watched.alone.no = number % ALONE_EVERY != 0
                return one_round(number, seed, parts, ledger, result, folder)

            for kind in pool.map(go, range(rounds)):
                kinds[kind] += 1
    finally:
        limited.run = kept
        watched.close()
    result.rounds = rounds
    result.heaviest_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    result.heavy += result.heaviest_mb * 1_000_000 > MOST_MEMORY
    result.kinds |= kinds
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def one_round(number: int, seed: int, parts: Parts, ledger: Ledger, result: Result, folder: Path) -> str:  # noqa: PLR0917  # a round and all it needs
    """A mutant by its own seed, so that one round can be looked at alone."""
    dice = random.Random(seed * 1_000_003 + number)  # noqa: S311  # a seed repeats the round
    if number % PHOTO_EVERY == PHOTO_EVERY - 1:
        content = photo(dice)
        timed(result, lambda: result_of(pictures.prepared(content), result))
        return "photo"
    path = folder / f"{number}.xlsx"
    kind, content = mutant(parts, dice)
    path.write_bytes(content)
    timed(result, lambda: look(path, ledger, result))
    path.unlink()
    return kind


def result_of(made: bytes, result: Result) -> None:
    """A picture is a small JPG of ours, or nothing."""
    result.photos += 1
    result.strange += not (made == b"" or made.startswith(b"\xff\xd8\xff"))


def explode(parts: Parts, ledger: Ledger, result: Result, folder: Path) -> None:
    """Zip bomb, entity bomb, outside entity, huge dimension, far cell: refused, or read within the caps [T32]."""
    sheet = "xl/worksheets/sheet1.xml"
    whole = parts[sheet]
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    dimension = re.sub(rb"<dimension[^>]*>", b'<dimension ref="A1:XFD1048576"/>', whole)
    strings = "xl/sharedStrings.xml"
    entity = XML + b"<!DOCTYPE sst [" + entities + b"]><sst><si><t>&a9;</t></si></sst>"
    bombs: dict[str, tuple[Callable[[], bytes], str]] = {
        "zip bomb": (lambda: packed(parts, sheet, 250), "异常庞大"),
        "padded sheet": (lambda: packed(parts, sheet, 150), "异常庞大"),
        "entity bomb": (lambda: packed(parts | {strings: entity}), "不会写的内容"),
        "outside entity": (lambda: packed(parts | {strings: XML + outside}), "不会写的内容"),
        "strings": (lambda: packed(parts, strings, 50, b"<si/>" * 200_000), "异常庞大"),
        "far cell": (lambda: packed(parts | {sheet: whole.replace(b"</sheetData>", far, 1)}), ""),
        "huge dimension": (lambda: packed(parts | {sheet: dimension}), ""),
    }
    for name, (made, said) in bombs.items():
        path = folder / "bomb.xlsx"
        path.write_bytes(made())
        try:
            foreign_workbook.read(path, expected=ledger)
            told = ""
        except UserError as error:
            told = error.message
        result.bombs[name] = told or "read"
        result.bombs_wrong += not (said in told if said else not told)
        path.unlink()


if __name__ == "__main__":
    sys.exit(torturing.main("fuzz", torture, sys.argv[1:], about=__doc__, rounds=200))
