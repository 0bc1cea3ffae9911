#!/bin/sh
# Long runs against faults: `torture.sh kill [--rounds 500] [--seed 1] [--json]` kills a saving process again and again.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/packaging/environment.sh"
case ${1-} in
kill) ;;
*)
    echo 'torture.sh kill [--rounds N] [--seed N] [--json]' >&2
    exit 2
    ;;
esac
shift
prepare runtime
export QT_QPA_PLATFORM=offscreen PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring
exec "$python" "$root/packaging/torture_kill.py" "$@"
