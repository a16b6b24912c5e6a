# What the checks by other people's validators share. Each is sourced from .ci/checks and leaves the shell in the project's folder.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"

# The program: ISNAD names one that is built already.
if [ -z "${ISNAD:-}" ]; then
  cargo build --release --locked --quiet -p isnad-cli
  ISNAD="$target/release/isnad"
fi

# environment NAME PIN...: sets `python` to that of a virtual environment under target/ with these packages.
environment() {
  local venv="$target/checks/$1"
  shift
  if [ "$(cat "$venv/.pins" 2>/dev/null)" != "$*" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$@"
    echo "$*" > "$venv/.pins"
  fi
  python="$venv/bin/python"
}

# exports DIR ID:FILE...: writes these exports of seeds/ into an empty folder.
exports() {
  local out="$1" export
  shift
  rm -rf "$out"
  mkdir -p "$out"
  for export in "$@"; do
    "$ISNAD" export --to "${export%%:*}" seeds --quiet --base-url https://example.org/file --output "$out/${export##*:}"
  done
}
