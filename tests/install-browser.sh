#!/bin/sh
# Sees to it that the tests of the pages find a browser. Quick when there is one.
# Without a browser those tests are skipped with a reason; everything else runs.
set -eu

for name in "${AFTERSUMMIT_CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

if ! command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium found: the tests of the pages will be skipped. Install Chromium and put it on the path to run them." >&2
    exit 0
fi

if [ "$(id -u)" != 0 ]; then
    echo "No Chromium found: the tests of the pages will be skipped. To run them: sudo apt-get install chromium" >&2
    exit 0
fi

echo "Installing Chromium for the tests of the pages ..." >&2
export DEBIAN_FRONTEND=noninteractive
if apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
fi
echo "Chromium could not be installed: the tests of the pages will be skipped. Check the network, then: apt-get install chromium" >&2
