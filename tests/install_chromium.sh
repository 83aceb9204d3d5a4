#!/bin/sh
# The browser test needs Debian's chromium. Where it cannot be installed the test says so and is left out.
command -v chromium >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing chromium for the browser test ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 &&
        exit 0
fi
echo "chromium is missing and cannot be installed from here: the tests marked 'browser' are left out."
