"""Strangers' bytes are read in a child process of ours that can only read, answer and die: its memory, time and words are capped.

The child gets its request on stdin and answers on stdout. On Linux it puts the limits on itself before it reads
(`foreign_reader.limit_process`), on Windows a job object holds it before it gets a byte; the parent's clock stands
behind both.
"""

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Said:
    """What a child answered: its exit code (not 0 when a limit ended it) and its words, whole or cut off."""

    code: int
    words: bytes
    whole: bool


def run(script: Path, request: bytes, *, memory: int, seconds: int, answer: int) -> Said:
    """Run a script of ours with a request; memory in bytes, processor seconds, bytes of answer.

    A child that dies, hangs or talks too much is ended; what it said until then is not to be believed.
    """
    command = [sys.executable, "-I", str(script)]
    with subprocess.Popen(  # noqa: S603  # our own interpreter and our own script, no word of the file's
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        assert child.stdin is not None  # noqa: S101  # both are pipes, for the type checker
        assert child.stdout is not None  # noqa: S101  # as above
        clock = threading.Timer(seconds + 10, child.kill)
        clock.start()
        words = b""
        job = _in_job(child, memory, seconds)
        try:
            child.stdin.write(request)
            child.stdin.close()
            words = child.stdout.read(answer + 1)
            if len(words) > answer:
                child.kill()
            code = child.wait()
        except BrokenPipeError:
            code = child.wait()
        finally:
            child.kill()
            clock.cancel()
            clock.join()
            if job is not None:
                job.close()
    return Said(code, words, whole=code == 0 and len(words) <= answer)


if sys.platform == "win32":
    from jiuzhu.documents.windows_job import Job

    def _in_job(child: "subprocess.Popen[bytes]", memory: int, seconds: int) -> "Job | None":
        return Job(child, memory, seconds)
else:

    class Job:
        """No such thing here: the child limits itself."""

        def close(self) -> None:
            """Nothing to let go of."""

    def _in_job(child: "subprocess.Popen[bytes]", memory: int, seconds: int) -> "Job | None":  # noqa: ARG001  # as on Windows
        return None
