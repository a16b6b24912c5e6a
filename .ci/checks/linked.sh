#!/usr/bin/env bash
# The exports of seeds/ as other people's programs read them: pyld (JSON-LD), frictionless (CSV), followthemoney, and Python
# itself (positions of annotations). Installs what it needs under target/. ISNAD=path names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
venv="$target/checks/linked"
out="$target/checks/linked-out"

pins=(PyLD==3.3.0 frictionless==5.21.0 followthemoney==4.11.2)
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
mkdir -p "$out/csv"
for export in jsonld:dossier.jsonld annotations:annotations.jsonld prov:prov.jsonld ftm:entities.ftm.json csv:csv; do
  "$ISNAD" export --to "${export%%:*}" seeds --quiet --base-url https://example.org/file --output "$out/${export##*:}"
done
"$venv/bin/python" .ci/checks/linked.py "$out"
