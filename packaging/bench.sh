#!/bin/sh
# The figures: `bench.sh` prints one table, `bench.sh NAME [--json] [--scale 0.1]` one row of it.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/packaging/environment.sh"
prepare runtime
export PYTHONPATH="$root/tests" # the offices of some rows are those of the tests
export QT_QPA_PLATFORM=offscreen PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring
exec "$python" "$root/packaging/bench.py" "$@"
