#!/usr/bin/env bash
# The exports of seeds/ as other people's programs read them: pyld (JSON-LD), frictionless (CSV), followthemoney, and Python
# itself (positions of annotations).
set -euo pipefail
source "$(dirname "$0")/../lib.sh"
environment linked PyLD==3.3.0 frictionless==5.21.0 followthemoney==4.11.2
out="$target/checks/linked-out"
exports "$out" jsonld:dossier.jsonld annotations:annotations.jsonld prov:prov.jsonld ftm:entities.ftm.json csv:csv
"$python" .ci/checks/linked.py "$out"
