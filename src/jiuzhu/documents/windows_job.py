"""A Windows job object: a child in it is ended when it wants more memory or time, or another process, or when we end."""

import ctypes
import subprocess
import sys

assert sys.platform == "win32"  # noqa: S101  # imported there only; the type checker skips the rest elsewhere

_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY = 0x2, 0x8, 0x100
_DIE_ON_EXCEPTION, _KILL_ON_CLOSE = 0x400, 0x2000
_EXTENDED_LIMITS = 9
_TICKS = 10_000_000  # of 100 nanoseconds in a second


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; the counters of reads and writes are not used."""

    _fields_ = (
        ("basic", _Basic),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Job:
    """Holds a child that waits for its request; `close` ends whatever still lives in it."""

    def __init__(self, child: "subprocess.Popen[bytes]", memory: int, seconds: int) -> None:
        self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        self._kernel.CreateJobObjectW.restype = ctypes.c_void_p
        self._kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p]
        self._kernel.SetInformationJobObject.argtypes = [
            ctypes.c_void_p,
            ctypes.c_int,
            ctypes.c_void_p,
            ctypes.c_uint32,
        ]
        self._kernel.AssignProcessToJobObject.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self._kernel.CloseHandle.argtypes = [ctypes.c_void_p]
        self._job = self._kernel.CreateJobObjectW(None, None)
        limits = _Extended()
        limits.basic.flags = (
            _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
        )
        limits.basic.process_time = seconds * _TICKS
        limits.basic.processes = 1
        limits.process_memory = memory
        held = self._job and self._kernel.SetInformationJobObject(
            self._job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        held = held and self._kernel.AssignProcessToJobObject(self._job, int(child._handle))  # type: ignore[attr-defined]  # noqa: SLF001  # the only way to the handle
        if not held:
            child.kill()
            self.close()
            raise ctypes.WinError(ctypes.get_last_error())

    def close(self) -> None:
        """Let go of the job, which ends what is in it."""
        if self._job:
            self._kernel.CloseHandle(self._job)
            self._job = None
