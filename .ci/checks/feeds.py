"""Reads feeds and a calendar with feedparser and icalendar. usage: feeds.py DIR"""
import json, pathlib, sys

import feedparser
import icalendar

folder = pathlib.Path(sys.argv[1])
events = {e["id"] for e in json.loads((folder / "dossier.json").read_text())["events"]}
wrong = []
for kind in ("rss", "atom"):
    seen = []
    for file in sorted(folder.glob(f"feed*.{kind}")):
        feed = feedparser.parse(file.read_bytes())
        if feed.bozo:
            wrong.append(f"{file.name}: {feed.bozo_exception}")
        if not feed.feed.get("title") or not feed.entries:
            wrong.append(f"{file.name}: no title or no entries")
        for entry in feed.entries:
            if not (entry.get("id") and entry.get("title") and entry.get("content")):
                wrong.append(f"{file.name}: an entry without id, title or content")
            seen.append(entry.get("id"))
    if len(set(seen)) < len(events):
        wrong.append(f"{kind}: {len(set(seen))} entries for {len(events)} events")
    print(f"{kind}: {len(set(seen))} entries")

calendar = icalendar.Calendar.from_ical((folder / "events.ics").read_bytes())
parts = [c for c in calendar.walk() if c.name in ("VEVENT", "VTODO", "VJOURNAL")]
wrong += [f"events.ics: {c.name}: {c.errors}" for c in calendar.walk() if c.errors]
wrong += [f"events.ics: {c.name} without UID or DTSTAMP" for c in parts if "UID" not in c or "DTSTAMP" not in c]
if not parts:
    wrong.append("events.ics: nothing in it")
print(f"ical: {len(parts)} components")
print("\n".join(wrong))
sys.exit(bool(wrong))
