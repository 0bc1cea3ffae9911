# shellcheck shell=sh
# Sourced by run.sh, test.sh and bench.sh: `prepare runtime|dev` leaves a working interpreter in $python.

unset PYTHONHOME PYTHONPATH
export PYTHONUTF8=1

prepare() {
    python=$root/.venv/bin/python
    if [ -x "$python" ] && "$python" -I -S -B "$root/packaging/environment.py" check "$1" 2>/dev/null; then
        return 0
    fi
    for base in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$base" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
            "$base" -I -B "$root/packaging/environment.py" build "$1" || exit 1
            return 0
        fi
    done
    echo '需要 Python 3.11 至 3.14，请运行下面这一行，然后重新运行刚才的命令：' >&2
    echo 'Python 3.11 to 3.14 is needed. Type this line, then run the same command again:' >&2
    echo '  sudo sh -c "apt-get update && apt-get install -y python3 python3-venv"' >&2
    exit 1
}
