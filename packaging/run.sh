#!/bin/sh
# Starts jiuzhu with the arguments given; the first start sets everything up inside the checkout.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/packaging/environment.sh"
prepare runtime

if [ $# -eq 0 ] && [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo '这台机器没有显示器：改为离屏演示一遍主要流程，截图、表格和文书写到 demo-out/。'
    echo 'No display here: playing the main job off screen instead, into demo-out/.'
    export QT_QPA_PLATFORM=offscreen
    set -- demo --out demo-out
fi
# -P: a file of the current folder never stands in for a module
exec "$python" -P -m jiuzhu "$@"
