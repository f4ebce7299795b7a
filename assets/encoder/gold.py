"""Reads the annotated texts of `tests/people`, as `src/train/gold.rs` does; ranges are in code points."""

import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests" / "people"
TAG = re.compile(r'<(/?)([qpx])((?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


def texts():
    """Each text with its people [(name, kind)], mentions and quotations, in the order of the files' names."""
    for path in sorted(FOLDER.glob("*.gold.txt")):
        header, body = path.read_text(encoding="utf8").split("\n\n", 1)
        genre = re.search(r"^# genre: (.*)$", header, re.M)
        if genre and genre[1].startswith("lang-"):
            continue
        people = [person(line[len("# people: ") :]) for line in header.split("\n") if line.startswith("# people: ")]
        text, elements = strip(body.strip("\n"))
        number = {name: at for at, (name, _) in enumerate(people)}
        mentions = [
            {"start": e["start"], "end": e["end"], "who": number[e["n"]], "source": e.get("src") == "1"}
            for e in elements
            if e["tag"] == "p"
        ]
        turns = {}
        for at, e in enumerate(elements):
            if e["tag"] == "q" and e["s"] != "?" and e.get("opt") != "1":
                turn = turns.setdefault(("turn", e["g"]) if "g" in e else at, {"content": [], "who": number[e["s"]]})
                turn["content"].append({"start": e["start"], "end": e["end"]})
        name = path.name.removesuffix(".gold.txt")
        # As `src/train/coref/corpora.rs` has it: nothing is learned from the sample and from those with a number.
        aside = name[0].isdigit() or name == "sample"
        yield {"id": name, "text": text, "people": people, "mentions": mentions, "quotes": list(turns.values()), "aside": aside}


def person(line):
    parts = [part.strip() for part in line.split("|")]
    kinds = [part[len("kind=") :] for part in parts if part.startswith("kind=")]
    return parts[0], kinds[0] if kinds else "person"


def strip(body):
    """The text without its tags, and what the tags mark."""
    text, at, elements, opened = "", 0, [], []
    for found in TAG.finditer(body):
        text += body[at : found.start()]
        at = found.end()
        if found[1]:
            opened.pop()["end"] = len(text)
        else:
            elements.append({**dict(ATTRIBUTE.findall(found[3])), "tag": found[2], "start": len(text)})
            opened.append(elements[-1])
    return text + body[at:], elements
