#!/bin/sh
# Sees to it that the tests of the team store find a PostgreSQL server. Quick when there is one.
# Without it those tests are skipped with a reason; everything else runs.
set -eu

for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null) ""; do
    if [ -n "$folder" ] && [ -x "$folder/initdb" ]; then
        exit 0
    fi
done
if command -v initdb >/dev/null 2>&1; then
    exit 0
fi

if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "No PostgreSQL found: the tests of the team store will be skipped. To run them: sudo apt-get install postgresql" >&2
    exit 0
fi

echo "Installing PostgreSQL for the tests of the team store ..." >&2
export DEBIAN_FRONTEND=noninteractive
if apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null; then
    exit 0
fi
echo "PostgreSQL could not be installed: the tests of the team store will be skipped. Check the network, then: apt-get install postgresql" >&2
