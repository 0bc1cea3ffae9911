"""The commands: each word is one module of `jiuzhu.commands`, imported only when its word is said."""

import importlib
import sys
from collections.abc import Sequence

from jiuzhu import __version__
from jiuzhu.errors import UserError

EXIT_USER_ERROR = 2
EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h
EXIT_INTERRUPTED = 130
EXIT_PIPE_CLOSED = 141

COMMANDS = {
    "window": "jiuzhu.commands.window",
    "demo": "jiuzhu.commands.demo",
    "assess": "jiuzhu.commands.assess",
    "journal": "jiuzhu.commands.journal",
    "server": "jiuzhu.commands.server",
    "doctor": "jiuzhu.commands.doctor",
}

USAGE = """\
救助窗：乡镇（街道）社会救助服务窗口的一张桌面

用法：
  jiuzhu                              打开窗口
  jiuzhu demo --out 文件夹            用虚构的乡镇把主要流程离屏走一遍，写出截图、表格、文书和 summary.json
  jiuzhu assess 文件 [--json|--check] 按文件里的家庭情况逐项认定；--json 输出数据，--check 与文件中的预期对照
  jiuzhu journal verify [登录名]      核对经办日志有没有被改动，要输入密码
  jiuzhu server init|check|rights     建立、核对共用的 PostgreSQL 服务器，打印岗位权限表；jiuzhu server 看说明
  jiuzhu server verify                核验共用的服务器上各镇街的日志
  jiuzhu server backup|trial|restore  备份共用的服务器，试恢复，恢复
  jiuzhu doctor                       检查这台电脑是否具备运行条件
  jiuzhu --version                    版本
  jiuzhu --help                       本说明

数据放在用户数据文件夹中，环境变量 JIUZHU_HOME 可以另指地方。
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and turn its end into an exit code.

    Args:
        arguments: The words after `jiuzhu`; those of the process when omitted.

    Returns:
        The command's own code; 2 for a `UserError`, whose sentence goes to standard error; 70 for a bug, whose
        trace, without messages or values, goes to a log file.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in {"-h", "--help", "help", "帮助"}:
        sys.stdout.write(USAGE)
        return 0
    if words and words[0] in {"-V", "--version"}:
        sys.stdout.write(f"jiuzhu {__version__}\n")
        return 0
    word = words[0] if words else "window"
    if word not in COMMANDS:
        sys.stderr.write(f"没有“{word}”这个命令，未做任何改动。可用的命令见下：\n\n{USAGE}")
        return EXIT_USER_ERROR
    return _run(COMMANDS[word], words[1:])


def _run(module: str, arguments: list[str]) -> int:
    try:
        return int(importlib.import_module(module).run(arguments))
    except UserError as error:
        sys.stderr.write(f"{error.message}\n")
        return EXIT_USER_ERROR
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # nobody reads any more: keep the interpreter from flushing
        return EXIT_PIPE_CLOSED
    except Exception as error:  # noqa: BLE001  # the last door: everything else is a bug and is told as one
        from jiuzhu.commands.crash import report  # noqa: PLC0415  # only ever needed here

        sys.stderr.write(f"{report(error)}\n")
        return EXIT_BUG


if __name__ == "__main__":
    sys.exit(main())
