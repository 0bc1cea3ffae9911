"""Children that read strangers' bytes: what each limit does, and that nothing of theirs is believed after it."""

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from jiuzhu.documents import limited, pictures

ALLOWED = {"memory": 512_000_000, "seconds": 5, "answer": 1_000}


def script(folder: Path, body: str) -> Path:
    made = folder / "child.py"
    made.write_text(f"import sys\nasked = sys.stdin.buffer.read()\n{body}\n", "utf-8")
    return made


def test_a_child_answers_its_request(tmp_path: Path) -> None:
    said = limited.run(script(tmp_path, "sys.stdout.buffer.write(asked[::-1])"), b"abc", **ALLOWED)
    assert said == limited.Said(0, b"cba", whole=True)


@pytest.mark.parametrize(
    "body",
    [
        "sys.stdout.write('x' * 5000)",  # talks too much
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",  # its library crashes
        "sys.exit(1)",
        "raise ValueError",
        "import os; os._exit(7)",
    ],
)
def test_what_a_child_that_went_wrong_said_is_not_whole(tmp_path: Path, body: str) -> None:
    assert not limited.run(script(tmp_path, body), b"", **ALLOWED).whole


def test_a_child_that_hangs_is_ended_by_the_clock(tmp_path: Path) -> None:
    begin = time.monotonic()
    hanging = script(tmp_path, "import time; time.sleep(60)")
    said = limited.run(
        hanging, b"", memory=512_000_000, seconds=-9, answer=10
    )  # one second with the spare ones
    assert not said.whole
    assert time.monotonic() - begin < 20


def test_a_child_that_does_not_listen_is_no_error_of_ours(tmp_path: Path) -> None:
    deaf = tmp_path / "deaf.py"
    deaf.write_text("import sys\nsys.stdin.close()\nsys.exit(4)\n", "utf-8")
    said = limited.run(deaf, b"x" * 5_000_000, **ALLOWED)
    assert (said.code, said.whole) == (4, False)


def test_a_picture_is_opened_by_a_child_that_is_ended_when_it_takes_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (3000, 3000), "darkgreen").save(buffer, "PNG")
    assert pictures.prepared(buffer.getvalue(), 100).startswith(b"\xff\xd8\xff")
    monkeypatch.setattr(pictures, "_MEMORY", 40_000_000)
    assert pictures.prepared(buffer.getvalue(), 100) == b""


def test_this_process_never_opens_a_picture_itself() -> None:
    source = Path(pictures.__file__).parent
    users = {path.stem for path in source.glob("*.py") if "from PIL" in path.read_text("utf-8")}
    assert users == {"picture_reader"}
