#!/bin/sh
# The checks: `test.sh` is what to run before a commit, `test.sh long` what takes long besides it (the build server runs both),
# `test.sh lint` the static ones alone, `test.sh server` all tests of services on a real server; other arguments go to pytest.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/packaging/environment.sh"
prepare dev
cd "$root"

# Caches stay inside the checkout, the user's home is not touched, no window opens, no key ring is asked.
export HOME="$root/.cache/home" XDG_DATA_HOME="$root/.cache/home/data" XDG_CONFIG_HOME="$root/.cache/home/config"
export XDG_CACHE_HOME="$root/.cache" XDG_RUNTIME_DIR="$root/.cache/run"
mkdir -p "$XDG_RUNTIME_DIR" "$HOME"
chmod 700 "$XDG_RUNTIME_DIR"
unset JIUZHU_HOME DISPLAY WAYLAND_DISPLAY
export QT_QPA_PLATFORM=offscreen PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring

lint() {
    failed=0
    for check in 'ruff check' 'ruff format --check' 'mypy' 'lint-imports --no-logo'; do
        echo "== $check"
        # shellcheck disable=SC2086  # the words of the command
        ".venv/bin/"$check || failed=1
    done
    return $failed
}

# The tests of services again, every office on a real shared server.
on_a_server() {
    "$python" -P -m pytest --engine server -n 2 --dist loadfile "$@"
}

case ${1-} in
lint)
    lint
    ;;
server)
    on_a_server tests/services
    ;;
long)
    failed=0
    echo '== pytest: a part of the services on a shared server'
    on_a_server tests/services/approval tests/services/test_intake.py tests/services/test_checking.py \
        tests/services/test_merging.py tests/services/test_looked.py || failed=1
    echo '== pytest: what takes long'
    "$python" -P -m pytest -m long -n 2 --dist loadfile || failed=1
    exit $failed
    ;;
'')
    failed=0
    lint || failed=1
    # Two workers: the tests wait for disks and key stretching about half of the time. The domain is covered by its own
    # tests; measured over the others too, every one of them would take a third longer.
    echo '== pytest: the domain and its coverage'
    "$python" -P -m pytest tests/domain tests/cases -n 2 --dist loadfile --cov --cov-report=term || failed=1
    echo '== pytest: everything else'
    "$python" -P -m pytest -m 'not long' --ignore tests/domain --ignore tests/cases -n 2 --dist loadfile || failed=1
    exit $failed # what failed is told above; pytest's closing line stays the last
    ;;
*)
    exec "$python" -P -m pytest "$@"
    ;;
esac
