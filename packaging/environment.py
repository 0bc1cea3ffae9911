"""Makes and checks the environment inside the checkout: system libraries, `.venv` with locked versions, a stamp.

Called by environment.sh and run.cmd, with the standard library alone: `environment.py check|build runtime|dev`.
The stamp lists every installed file with its size, so that a half-installed or damaged `.venv` is seen and built anew.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "stamp.json"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCKS = {
    "runtime": "requirements.txt",
    "dev": "requirements-dev.txt",
}  # dev holds all of runtime, same versions

# Qt's system libraries on Debian: the file the loader looks for, and the package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}

# The oldest C library the locked Qt wheels run on, by machine.
OLDEST_GLIBC = {"x86_64": (2, 34), "aarch64": (2, 39)}


def say(text: str) -> None:
    """One line for the person at the terminal; standard output belongs to the program that runs afterwards."""
    print(text, file=sys.stderr, flush=True)


def has_screen() -> bool:
    """Whether windows can be shown here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def fingerprint() -> str:
    """Changes when the locks, Python's minor version or the checkout's place change."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in LOCKS.values():
        digest.update((ROOT / "packaging" / name).read_bytes())
    return digest.hexdigest()


def installed() -> Iterator[tuple[str, int]]:
    """Every file of `.venv` that installing put there: path relative to `.venv`, size in bytes."""
    for folder, folders, names in os.walk(VENV):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118  # thousands of files in every start
            yield os.path.relpath(path, VENV), os.lstat(path).st_size


def proven() -> dict[str, Any]:
    """The stamp, when everything it lists is there and undamaged; else empty.

    Its keys: fingerprint, kind ("runtime" or "dev"), screen (whether the libraries for windows were seen to), files.
    """
    try:
        stamp: dict[str, Any] = json.loads(STAMP.read_text(encoding="utf-8"))
        base = f"{VENV}{os.sep}"
        if stamp["fingerprint"] == fingerprint() and all(
            os.lstat(base + path).st_size == size for path, size in stamp["files"].items()
        ):
            return stamp
    except (
        OSError,
        ValueError,
        LookupError,
    ):  # a file or the stamp itself is missing or damaged: proves nothing
        return {}
    return {}


def is_ready(kind: str) -> bool:
    """Whether nothing needs doing before starting."""
    stamp = proven()
    return bool(stamp) and stamp["kind"] in {kind, "dev"} and (stamp["screen"] or not has_screen())


def refuse_unsupported() -> None:
    """Stop with a clear sentence where the locked Qt wheels cannot run."""
    if sys.platform != "linux":
        return
    machine = platform.machine()
    name, version = platform.libc_ver()
    oldest = OLDEST_GLIBC.get(machine)
    if oldest and name == "glibc" and tuple(int(part) for part in version.split(".")[:2]) >= oldest:
        return
    needed = "；".join(f"{key}：glibc {major}.{minor}" for key, (major, minor) in OLDEST_GLIBC.items())
    say(
        f"这台电脑的系统（{machine}，{name} {version}）不能运行本程序的界面组件，最低要求 {needed}。没有做任何改动。"
    )
    say(f"The locked Qt does not run on this system ({machine}, {name} {version}).")
    sys.exit(1)


def refuse_borrowed() -> None:
    """Stop when `.venv` is a link: building through it would empty the environment of another checkout."""
    if VENV.is_symlink():
        say(f"{VENV} 是指向别处的链接，没有做任何改动。请删掉这个链接，再运行刚才的命令。")
        say(f"{VENV} is a link to another checkout's environment. Remove the link and run the command again.")
        sys.exit(1)


# What the tests run beside the program: a real shared server, and a recorder of a real process's writes.
TEST_PROGRAMS = {"initdb": "postgresql", "strace": "strace"}


def has_program(name: str) -> bool:
    """Whether a program is there; Debian keeps the server's own out of the path."""
    return shutil.which(name) is not None or any(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))


def missing_packages(kind: str) -> list[str]:
    """Debian packages still needed: Python's venv parts, the libraries Qt loads, and what the tests run beside it."""
    if sys.platform != "linux":
        return []
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    packages = []
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        packages.append(f"python{version}-venv")
    libraries = QT_LIBRARIES | (SCREEN_LIBRARIES if has_screen() else {})
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    if kind == "dev":
        packages += [package for name, package in TEST_PROGRAMS.items() if not has_program(name)]
    return packages


def rights() -> list[str] | None:
    """The words to put before a command so that it runs as root; None when we may not."""
    if os.geteuid() == 0:  # type: ignore[attr-defined, unused-ignore]  # absent on Windows, never called there
        return []
    with contextlib.suppress(OSError):
        if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
            return ["sudo", "-n"]
    return None


def install_packages(packages: list[str]) -> None:
    """Install them with apt where we may, else print the one line to type and stop."""
    line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)
    before = rights()
    if before is not None:
        say(f"正在安装系统组件 / installing system packages: {' '.join(packages)}")
        # env rather than our own environment: sudo drops variables
        apt = [
            *before,
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-q",
            "-o",
            "DPkg::Lock::Timeout=300",
        ]
        with contextlib.suppress(OSError, subprocess.CalledProcessError):  # told below, with the line to type
            subprocess.run([*apt, "update"], check=True, stdout=subprocess.DEVNULL)
            install = [*apt, "install", "-y", "--no-install-recommends", *packages]
            subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
            return
    say("缺少系统组件，请运行下面这一行（需要管理员口令），然后重新运行刚才的命令：")
    say("System packages are missing. Type this line, then run the same command again:")
    say(f'  sudo sh -c "{line}"')
    sys.exit(1)


def build(kind: str) -> None:
    """Bring `.venv` to `kind`; may be interrupted anywhere and run again.

    The stamp goes first and comes back last, so whatever an interruption leaves behind is never trusted.
    """
    refuse_borrowed()
    refuse_unsupported()
    packages = missing_packages(kind)
    if packages:
        install_packages(packages)
    before = proven()
    if before.get("kind") == "dev":
        kind = "dev"  # never take away what the tests need
    STAMP.unlink(missing_ok=True)
    try:
        if not before:
            say("正在准备运行环境（首次约一两分钟，下载约 130 MB） / setting up .venv, a minute or two")
            subprocess.run([sys.executable, "-I", "-m", "venv", "--clear", str(VENV)], check=True)
        pip = [
            str(PYTHON),
            "-I",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
        ]
        lock = [
            "--require-hashes",
            "--no-deps",
            "--only-binary=:all:",
            "-r",
            str(ROOT / "packaging" / LOCKS[kind]),
        ]
        subprocess.run([*pip, *lock], check=True)
    except (OSError, subprocess.CalledProcessError):
        say("运行环境没有准备好，原因见上。请检查网络和磁盘空间后重新运行同一条命令，会从头补好。")
        say("Setting up failed, see above. Check network and disk space, then run the same command again.")
        sys.exit(1)
    where = [str(PYTHON), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    (site / "jiuzhu.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    stamp = {
        "fingerprint": fingerprint(),
        "kind": kind,
        "screen": has_screen(),
        "files": dict(installed()),
    }
    draft = VENV / "stamp.draft"
    draft.write_text(json.dumps(stamp), encoding="utf-8")
    draft.replace(STAMP)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait while another start sets up the same checkout."""
    with Path(__file__).open("rb") as lock:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415  # POSIX only

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(action: str, kind: str) -> int:
    """`check` answers by its exit code; `build` does what is missing."""
    if action == "check":
        return 0 if is_ready(kind) else 1
    with alone():
        if not is_ready(kind):
            build(kind)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        say("已中断；重新运行同一条命令会从头补好。 / Interrupted; the same command starts over.")
        sys.exit(130)
