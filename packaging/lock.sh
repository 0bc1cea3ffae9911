#!/bin/sh
# Writes the locked dependency versions anew from pyproject.toml; needs `uv`. Run it after changing a dependency.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
compile() {
    uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --no-header --quiet --upgrade "$@" >/dev/null
}
compile --output-file packaging/requirements.txt
compile --extra dev --constraint packaging/requirements.txt --output-file packaging/requirements-dev.txt
