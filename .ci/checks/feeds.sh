#!/usr/bin/env bash
# The feeds and the calendar of seeds/ as other people's readers take them: feedparser and icalendar, both from PyPI. Installs
# what it needs under target/. ISNAD=path names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
venv="$target/checks/feeds"
out="$target/checks/feeds-out"

pins=(feedparser==6.0.14 icalendar==7.3.0)
if ! [ -f "$venv/.pins" ] || [ "$(cat "$venv/.pins")" != "${pins[*]}" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${pins[@]}"
  echo "${pins[*]}" > "$venv/.pins"
fi

if [ -z "${ISNAD:-}" ]; then
  cargo build --release --locked --quiet -p isnad-cli
  ISNAD="$target/release/isnad"
fi

rm -rf "$out"
mkdir -p "$out"
for export in rss:feed.rss atom:feed.atom ical:events.ics json:dossier.json; do
  "$ISNAD" export --to "${export%%:*}" seeds --quiet --base-url https://example.org/file --output "$out/${export##*:}"
done
"$venv/bin/python" .ci/checks/feeds.py "$out"
