"""Reads the exports in a folder (see linked.sh) and fails on the first thing that does not hold."""

import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

import frictionless
from followthemoney import model
from pyld import jsonld

OUT = Path(sys.argv[1])
CONTEXT = json.loads(Path("tests/anno-context.json").read_text())
SNAPSHOT = Path("tests/snapshots/isnad__linked__quads.snap")


def fail(message):
    sys.exit(f"FAILED: {message}")


def load(url, options=None):
    if url != "http://www.w3.org/ns/anno.jsonld":
        fail(f"a graph names another context: {url}")
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXT, "contentType": "application/ld+json"}


def quads():
    """pyld finds as many quads as oxjsonld, whose counts the tests keep in a snapshot."""
    jsonld.set_document_loader(load)
    wanted = dict(re.findall(r"^(jsonld|annotations|prov) (\d+)$", SNAPSHOT.read_text(), re.M))
    if len(wanted) != 3:
        fail(f"{SNAPSHOT} does not tell three counts")
    for name, file in [("jsonld", "dossier"), ("annotations", "annotations"), ("prov", "prov")]:
        document = json.loads((OUT / f"{file}.jsonld").read_text())
        found = jsonld.to_rdf(document, {"format": "application/n-quads"})
        count = len(set(found.strip().split("\n")))
        if str(count) != wanted[name]:
            fail(f"{name}: pyld finds {count} quads, oxjsonld {wanted[name]}")
        print(f"pyld: {name} {count} quads")


def annotations():
    """Every selector finds its words in the file, counted by Python; files in other encodings are left to the Rust tests."""
    dossier = json.loads((OUT / "dossier.jsonld").read_text())["@graph"]
    files = {n["encoding"]["@id"]: n["identifier"] for n in dossier if n["@type"] == "NewsArticle"}
    checked = Counter()
    for item in json.loads((OUT / "annotations.jsonld").read_text())["items"]:
        target = item["target"]
        file = Path("seeds") / files[target["source"]["id"]]
        raw = file.read_bytes()
        if target["source"]["schema:sha256"] != hashlib.sha256(raw).hexdigest():
            checked["in files that are no plain UTF-8 text"] += 1
            continue
        text = raw.decode("utf-8")
        position, quote = target["selector"]
        start, end = position["start"], position["end"]
        prefix, suffix = quote.get("prefix", ""), quote.get("suffix", "")
        if text[start - len(prefix) : end + len(suffix)] != prefix + quote["exact"] + suffix:
            fail(f"{item['id']} does not find its words in {file}")
        checked["found in their files"] += 1
    if checked["found in their files"] < 500:
        fail(f"too few annotations: {checked}")
    print("annotations:", dict(checked))


def entities():
    """FollowTheMoney takes every value as it is, and every reference leads to an entity of the right schema."""
    lines = [json.loads(line) for line in (OUT / "entities.ftm.json").read_text().splitlines()]
    by_id = {line["id"]: line for line in lines}
    if len(by_id) != len(lines):
        fail("ftm: two entities have one id")
    for line in lines:
        schema = model.get(line["schema"])
        schema.validate(line)
        proxy = model.get_proxy(line, cleaned=False)
        for name, values in line["properties"].items():
            if sorted(set(proxy.get(name))) != sorted(set(values)):
                fail(f"ftm: {line['id']} {name}: {values} is read as {proxy.get(name)}")
            prop = schema.properties[name]
            if prop.type.name != "entity":
                continue
            for value in values:
                if value not in by_id or not model.get(by_id[value]["schema"]).is_a(prop.range):
                    fail(f"ftm: {line['id']} {name} leads to {value}")
    print("followthemoney:", dict(Counter(line["schema"] for line in lines)))


def tables():
    """frictionless proves types, keys, references, sizes and hashes."""
    report = frictionless.validate(str(OUT / "csv" / "datapackage.json"))
    if not report.valid:
        fail(f"frictionless: {report.flatten(['name', 'rowNumber', 'fieldName', 'note'])[:10]}")
    print(f"frictionless: {report.stats['tasks']} tables valid")


quads()
annotations()
entities()
tables()
