#!/bin/sh
# Long runs against faults: `torture.sh NAME [--rounds 500] [--seed 1] [--json]`.
# fuzz: damaged files are read.
# kill: a saving process is killed again and again. journal: the journal of a real file is rewritten at random.
# power: the power is cut while a process saves (needs strace). disk: the disk is full. backup: backups beside a writer, and
# damaged ones. steps: an upgrade, a restoring, a new password and a table taken over are killed.
# engines: the same random days are lived in a file and on a server, and every row compared.
# clerks, heads: several processes edit and sign the same records of one office at once.
# pg-crash: the shared server is killed while desks save. cut: the line to it goes silent (needs root and iproute2).
# window: the same under the real window, which must not stand still.
# dump: backups of the shared server are altered, cut off and made of torn dumps.
# months: two months of a township are played, settled and counted by hand.
# calendar: random operations on the calendar of visits, the rows looked at after each.
# keys: wrong passwords, clocks, restarts, kills and edits against the key file.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/packaging/environment.sh"
case ${1-} in
backup | calendar | clerks | cut | disk | dump | engines | fuzz | heads | journal | keys | kill | months | pg-crash | power | steps | window) name=$(echo "$1" | tr - _) ;;
*)
    echo 'torture.sh backup|calendar|clerks|cut|disk|dump|engines|fuzz|heads|journal|keys|kill|months|pg-crash|power|steps|window [--rounds N] [--seed N] [--json]' >&2
    exit 2
    ;;
esac
shift
prepare runtime
case $name in
calendar | engines | months) export PYTHONPATH="$root/src:$root/tests" ;; # their offices are those of the tests
esac
export QT_QPA_PLATFORM=offscreen PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring
exec "$python" "$root/packaging/torture_$name.py" "$@"
