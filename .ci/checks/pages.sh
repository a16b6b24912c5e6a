#!/usr/bin/env bash
# Other people's validators on what people read: markdownlint on the Markdown briefing, the Nu checker on the page, over the
# sample reports in Arabic and in English and in every form. Needs node and java; installs both validators under target/.
set -euo pipefail
source "$(dirname "$0")/../lib.sh"
tools="$target/pages-tools"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT

versions="markdownlint-cli2@0.24.1 vnu-jar@26.9.27"
if [ "$(cat "$tools/versions" 2>/dev/null)" != "$versions" ]; then
  mkdir -p "$tools"
  # shellcheck disable=SC2086 # two packages
  npm install --prefix "$tools" --no-save --no-audit --no-fund --ignore-scripts --loglevel error $versions >&2
  printf '%s' "$versions" > "$tools/versions"
fi

for lang in ar en; do
  for sources in list footnotes; do
    "$ISNAD" export --quiet --to markdown --lang "$lang" --option "sources=$sources" --output "$out/$lang-$sources.md" seeds
  done
  for texts in inline pages none; do
    mkdir -p "$out/$lang-$texts"
    "$ISNAD" export --quiet --to html --lang "$lang" --option "texts=$texts" --output "$out/$lang-$texts" seeds
  done
done
test "$(find "$out" -name '*.md' | wc -l)" -eq 4
test "$(find "$out" -name '*.html' | wc -l)" -gt 20

echo "markdownlint:"
"$tools/node_modules/.bin/markdownlint-cli2" --config "$PWD/.markdownlint-cli2.jsonc" --no-globs "$out"/*.md

echo "Nu checker:"
# it does not compute the hash by which the policy of the page allows the style; any other message is an error
java -Xss4m -jar "$tools/node_modules/vnu-jar/build/dist/vnu.jar" --Werror --no-langdetect \
  --filterpattern '.*Inline style violates Content Security Policy.*' --skip-non-html "$out"
echo "clean"
