#!/usr/bin/env bash
# The feeds and the calendar of seeds/ as other people's readers take them: feedparser and icalendar, both from PyPI.
set -euo pipefail
source "$(dirname "$0")/../lib.sh"
environment feeds feedparser==6.0.14 icalendar==7.3.0
out="$target/checks/feeds-out"
exports "$out" rss:feed.rss atom:feed.atom ical:events.ics json:dossier.json
"$python" .ci/checks/feeds.py "$out"
