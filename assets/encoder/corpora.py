"""Turns the corpora of `FOLDER` (see README.md) and the texts of `tests/people` into one form, on the tokens that the program reads.

    corpora.py texts FOLDER TEXTS.jsonl            all texts, to be cut by `onrecord-model cut`
    corpora.py documents FOLDER CUT.jsonl OUT.jsonl

One line a document: words, pieces of each word, case, mark, block, sentence; mentions [head, first word of the name, form,
entity or -1, kind]; full (are all mentions given?); quotes [{spans, ent, ref}]; tags (news and web), names of people as
[given, family, sex], `held` (set aside, never learned from).
"""

import collections
import json
import lzma
import re
import sys

import gold
from words import DETS, FIRST, HE_SHE, PRONOUNS, THEY, TITLES, VERBS, WE, YOU, head_of, mention_form, name_start

PARTS = {"litbank": "coref/litbank", "gum": "coref/gum", "gap": "coref/gap", "novels": "coref/novels"}
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")


def lines(path):
    opened = lzma.open(path, "rt", encoding="utf8") if path.endswith(".xz") else open(path, encoding="utf8")
    return map(json.loads, opened)


def all_texts(folder):
    """(source, id, record, set aside) of every document; news come with their names, where they have some."""
    for source, path in PARTS.items():
        for at, d in enumerate(lines(f"{folder}/{path}.jsonl.xz")):
            aside = d["id"].startswith("validation") if source == "gap" else at % 6 == (5 if source == "novels" else 0)
            yield source, d["id"], d, aside
    for at, d in enumerate(lines(f"{folder}/web_train.jsonl.xz")):
        yield "web", d["doc"], d, at % 6 == 0
    named = {d["doc"]: (at, d) for at, d in enumerate(lines(f"{folder}/news_names_train.jsonl"))}
    for at, d in enumerate(lines(f"{folder}/train.jsonl.xz")):
        # Every twelfth article is kept from all learning, for calibration.
        place, names = named.get(d["id"], (-1, None))
        d["names"], d["tagger"] = names, at % 12 == 0
        yield "news" if names else "polnear", d["id"], d, at % 12 == 0 or (names and place % 6 == 0)
    for d in gold.texts():
        yield "own", d["id"], d, d["aside"]


class Cut:
    """A text on its tokens."""

    def __init__(self, text, cut):
        self.text = text
        self.start, self.end, self.block, self.sentence = (cut[k] for k in ("start", "end", "block", "sentence"))
        self.n = len(self.start)
        self.words = [text[s:e] for s, e in zip(self.start, self.end)]
        self.low = [w.lower() for w in self.words]
        ids, first = cut["ids"], cut["first"]
        self.pieces = []
        for at, f in enumerate(first):
            to = first[at + 1] if at + 1 < len(first) else len(ids)
            # The piece between two blocks belongs to no token.
            to -= at + 1 < self.n and self.block[at + 1] != self.block[at]
            self.pieces.append(ids[f:to])
        self.case, self.mark = ([cut[k][f] for f in first] for k in ("case", "mark"))
        self.of = {}
        for at, (s, e) in enumerate(zip(self.start, self.end)):
            for k in range(s, e):
                self.of[k] = at

    def span(self, s, e):
        """First and last token of a span in code points."""
        a = next((self.of[k] for k in range(s, e) if k in self.of), None)
        b = next((self.of[k] for k in range(e - 1, s - 1, -1) if k in self.of), None)
        return (a, b) if a is not None and b is not None and b >= a else None

    def spans(self, parts):
        got = [self.span(c["start"], c["end"]) for c in parts]
        return sorted([a, b + 1] for a, b in filter(None, got))

    def mention(self, a, b, entity, kind, form=None):
        head = head_of(self.words, a, b)
        form = mention_form(self.words, head, form)
        return [head, name_start(self.words, head, a) if form == 8 else head, form, entity, kind]


def finish(c, source, name, mentions, quotes, full, **more):
    """One mention a head; no "you", no first person inside marks."""
    keep, seen = [], set()
    for m in sorted(mentions, key=lambda m: (m[0], m[3] < 0)):
        if m[0] in seen or m[2] == YOU or (m[2] in (FIRST, WE) and c.mark[m[0]] == 1):
            continue
        seen.add(m[0])
        keep.append(m)
    quotes = sorted((q for q in quotes if q["spans"]), key=lambda q: q["spans"])
    return {"id": name, "src": source, "words": c.words, "pieces": c.pieces, "case": c.case, "mark": c.mark,
            "block": c.block, "sentence": c.sentence, "mentions": keep, "full": full, "quotes": quotes, **more}


def annotated(c, d, source):
    """LitBank and GUM: all mentions."""
    mentions, names = [], []
    for e, entity in enumerate(d["entities"]):
        kind = 1 if entity["type"] == "person" else 2
        votes = collections.Counter()
        best = ()
        for m in entity["mentions"]:
            span = c.span(m["start"], m["end"])
            if not span:
                continue
            made = c.mention(*span, e, kind, m["form"])
            mentions.append(made)
            if made[2] in HE_SHE:
                votes["mf"[made[2]]] += 1
            parts = tuple(c.words[span[0] : span[1] + 1])
            if kind == 1 and m["form"] == "name" and 2 <= len(parts) <= 3 and all(w.isalpha() and w[0].isupper() for w in parts):
                best = max(best, parts, key=len)
        if best and best[0].lower() not in TITLES | DETS:
            names.append([best[0], best[-1], votes.most_common(1)[0][0] if len(votes) == 1 else "x"])
    quotes = []
    for q in d.get("quotes", ()):
        spans = c.spans([q])
        e = q["speaker"] if q["speaker"] is not None else -1
        last = quotes[-1] if quotes else None
        # One quotation, where the same speaker goes on after a few words.
        if last and spans and e >= 0 and last["ent"] == e and 0 < spans[0][0] - last["spans"][-1][1] <= 8:
            last["spans"] += spans
        elif spans:
            quotes.append({"spans": spans, "ent": e, "ref": []})
    return finish(c, source, d["id"], mentions, quotes, 1, names=names)


def gap(c, d):
    spot = {k: c.span(*d[k]) for k in "ab"}
    p = c.of[d["pronoun"][0]]
    mentions = [c.mention(*spot["a"], 0, 1, "name"), c.mention(*spot["b"], 1, 1, "name")]
    heads = [m[0] for m in mentions]
    truth = 0 if d["a_is"] else 1 if d["b_is"] else 2
    mentions.append([p, p, PRONOUNS[c.text[slice(*d["pronoun"])].lower()], truth, 1])
    # Any other run of capitals is a name that is neither, unless it shares a word with one.
    taken = {k for a, b in spot.values() for k in range(a, b + 1)}
    own = [set(c.words[a : b + 1]) for a, b in spot.values()]
    at = 0
    while at < c.n:
        run = at
        while run < c.n and c.words[run][:1].isupper() and c.low[run] not in PRONOUNS and c.low[run] not in DETS and run not in taken:
            run += 1
        if run > at:
            inside = set(c.words[at:run])
            e = 0 if c.words[run - 1] == c.words[heads[0]] or inside == own[0] else 1 if c.words[run - 1] == c.words[heads[1]] or inside == own[1] else -1 if inside & (own[0] | own[1]) else 3 + at
            mentions.append([run - 1, name_start(c.words, run - 1, at), 8, e, 1])
        at = max(run, at + 1)
    mentions += [[k, k, PRONOUNS[w], -1, 1] for k, w in enumerate(c.low) if PRONOUNS.get(w, 9) in HE_SHE and k != p]
    return finish(c, "gap", d["id"], mentions, [], 0, gap={"p": p, "a": heads[0], "b": heads[1], "truth": truth, "a_is": d["a_is"], "b_is": d["b_is"]})


def variants(words, people):
    """Where the people's names and other forms stand, the longest first: {(first, last): person or -1}."""
    table = collections.defaultdict(set)
    for at, names in enumerate(people):
        for name in names:
            key = tuple(TOKEN.findall(name))
            if key and not (len(key) == 1 and not key[0][:1].isupper()) and key[-1].lower() not in PRONOUNS:
                table[key].add(at)
                if key[0].lower() in DETS:
                    table[(key[0].lower() if key[0][0].isupper() else key[0].capitalize(), *key[1:])].add(at)
    # The tokens here keep hyphens and points; the names are compared on their parts.
    flat, places = [], []
    for at, word in enumerate(words):
        for part in TOKEN.findall(word):
            flat.append(part)
            places.append(at)
    longest, out, at = max(map(len, table), default=0), {}, 0
    while at < len(flat):
        for n in range(min(longest, len(flat) - at), 0, -1):
            who = table.get(tuple(flat[at : at + n]))
            whole = (at == 0 or places[at - 1] != places[at]) and (at + n == len(flat) or places[at + n] != places[at + n - 1])
            if who and (whole or n > 1):
                out[places[at], places[at + n - 1]] = next(iter(who)) if len(who) == 1 else -1
                at += n - 1
                break
        at += 1
    return out


def named(c, d, names, source, tags):
    """News and web: people under all their names, speakers, some pronouns."""
    number = {}
    for at, p in enumerate(names["people"]):
        for v in (p["name"], *p["variants"]):
            number.setdefault(v, at)
    count = len(names["people"])
    kinds = {at: 1 if p["kind"] == "person" else 2 for at, p in enumerate(names["people"])}
    found = variants(c.words, [{p["name"], *p["variants"]} for p in names["people"]])
    mentions = {}
    for (a, b), e in found.items():
        m = c.mention(a, b, e, kinds.get(e, 1))
        mentions[m[0]] = m
    votes = collections.defaultdict(collections.Counter)

    def vote(m):
        if m[2] in HE_SHE:
            votes[m[3]]["mf"[m[2]]] += 1

    for p in names["pronouns"]:
        span, e = c.span(p["start"], p["end"]), number.get(p["who"])
        if e is None:
            e = number[p["who"]] = count
            count += 1
        if span:
            mentions[span[0]] = c.mention(*span, e, kinds.get(e, 1))
            vote(mentions[span[0]])
    labels = {(q["start"], q["end"]): q for q in names["quotes"] if "start" in q}
    quotes = []
    for q in d["quotes"]:
        got = q if "accept" in q else labels.get((q["content"][0]["start"], q["content"][-1]["end"]))
        spans = c.spans(q["content"])
        if not got or not spans or not got["accept"]:
            continue
        key = got["accept"][0]
        if got.get("members") or key not in number:
            key = ("and", key) if got.get("members") else next((v for v in got["accept"] if v in number), key.lower())
        if key not in number:
            number[key] = count
            count += 1
        e, ref = number[key], []
        source_parts = q["source"] if isinstance(q["source"], list) else [q["source"]] if q["source"] else []
        if source_parts:
            span = c.span(source_parts[0]["start"], source_parts[-1]["end"])
            if span:
                m = c.mention(*span, e, kinds.get(e, 1))
                inside = [h for h in mentions if span[0] <= h <= span[1] and mentions[h][3] == e]
                # "Republican nominee Donald Trump", "Trump, who": the name in it.
                head = inside[0] if inside and m[2] >= 8 else m[0]
                if not any(a <= head < b for a, b in spans):
                    ref = [head]
                    if head not in inside:
                        mentions[head] = m
                    vote(mentions[head])
        quotes.append({"spans": spans, "ent": e, "ref": ref})
    for at, w in enumerate(c.low):
        if PRONOUNS.get(w, 9) in (*HE_SHE, THEY):
            mentions.setdefault(at, [at, at, PRONOUNS[w], -1, 1])
    sexes = [next(iter(votes[e])) if len(votes.get(e, ())) == 1 else "x" for e in range(count)]
    people = []
    for at, p in enumerate(names["people"]):
        parts = p["name"].split()
        if p["kind"] == "person" and len(parts) in (2, 3) and all(w[:1].isupper() for w in parts) and parts[0].lower().strip(".") not in TITLES:
            people.append([parts[0], parts[-1], sexes[at]])
    return finish(c, source, d.get("id") or d["doc"], mentions.values(), quotes, 0, gender=sexes, named=len(names["people"]), names=people, tags=tags)


def own(c, d):
    """Our own texts: all mentions of everybody who has a name or speaks."""
    kinds = [2 if kind == "group" else 1 for _, kind in d["people"]]
    mentions, votes, sources = [], collections.defaultdict(collections.Counter), []
    for m in d["mentions"]:
        span = c.span(m["start"], m["end"])
        if span:
            made = c.mention(*span, m["who"], kinds[m["who"]])
            mentions.append(made)
            if made[2] in HE_SHE:
                votes[m["who"]]["mf"[made[2]]] += 1
            if m["source"]:
                sources.append(made)
    quotes = []
    for q in d["quotes"]:
        spans = c.spans(q["content"])
        near = [m[0] for m in sources if spans and m[3] == q["who"] and c.block[m[0]] == c.block[spans[0][0]] and not any(a <= m[0] < b for a, b in spans)]
        near.sort(key=lambda head: min(min(abs(head - a), abs(head - b)) for a, b in spans))
        quotes.append({"spans": spans, "ent": q["who"], "ref": near[:1]})
    names = []
    for at, (name, kind) in enumerate(d["people"]):
        parts = name.split()
        if kind == "person" and len(parts) in (2, 3) and all(w[:1].isupper() for w in parts) and parts[0].lower() not in TITLES | DETS:
            names.append([parts[0], parts[-1], next(iter(votes[at])) if len(votes[at]) == 1 else "x"])
    return finish(c, "own", d["id"], mentions, quotes, 1, names=names)


def novel(c, d):
    aliases = [[n for n in p["names"]] for p in d["characters"]]
    gender = [p["gender"][:1].lower() for p in d["characters"]]
    mentions, quotes = [], []
    inside = [-1] * c.n
    for at, q in enumerate(d["quotes"]):
        spans = c.spans(q["content"])
        for a, b in spans:
            for k in range(a, b):
                inside[k] = at
        quotes.append({"spans": spans, "ent": -1 if q["speaker"] is None else q["speaker"], "ref": [], "kind": q["kind"], "expression": q["expression"]})
    usable = [[n for n in names if any(w[:1].isupper() and w.lower() not in DETS for w in n.split())] for names in aliases]
    named_heads = {}
    for (a, b), e in variants(c.words, usable).items():
        m = c.mention(a, b, e, 1)
        mentions.append(m)
        named_heads[m[0]] = e
    first_person = collections.Counter()
    for q in quotes:
        wanted = [w.lower() for w in TOKEN.findall(q["expression"] or "") if w[:1].isalnum()]
        if not wanted or wanted == ["nan"] or not q["spans"]:
            continue
        lo, hi = max(0, q["spans"][0][0] - 60), min(c.n, q["spans"][-1][1] + 60)
        near = [k for k in range(lo, hi) if c.words[k][:1].isalnum() and inside[k] < 0]
        best = None
        for i in range(len(near) - len(wanted) + 1):
            if all(c.low[near[i + j]].strip(".") == wanted[j] for j in range(len(wanted))):
                far = min(min(abs(near[i] - e), abs(near[i + len(wanted) - 1] - e)) for s in q["spans"] for e in s)
                if best is None or far < best[0]:
                    best = (far, near[i : i + len(wanted)])
        if not best:
            continue
        place, ref = best[1], None
        ours = [h for h in range(place[0], place[-1] + 1) if named_heads.get(h) == q["ent"]] if q["kind"] == "explicit" else []
        subject = [k for k in place if c.low[k] in ("he", "she", "i", "they")]
        if ours:
            ref = ours[0]
        elif subject:
            ref = subject[0]
            first_person[q["ent"]] += c.low[ref] == "i"
        else:
            for i, k in enumerate(place):
                if c.low[k] in DETS and i + 1 < len(place):
                    j = i + 1
                    while j + 1 < len(place) and c.low[place[j + 1]] not in VERBS and not c.low[place[j + 1]].endswith(("ed", "ly", "ing")) and place[j + 1] == place[j] + 1 and j - i < 4:
                        j += 1
                    if place[j] - k == j - i:
                        ref = place[j]
                    break
        if ref is not None:
            q["ref"] = [ref]
            if ref not in named_heads:
                mentions.append([ref, ref, mention_form(c.words, ref, None if c.low[ref] in PRONOUNS else "description"), q["ent"], 1])
    total = sum(first_person.values())
    top = first_person.most_common(1)
    teller = top[0][0] if total >= 20 and top[0][1] > 0.8 * total else -1
    for at, w in enumerate(c.low):
        kind = PRONOUNS.get(w, 9)
        if kind in HE_SHE or (kind == FIRST and inside[at] < 0):
            mentions.append([at, at, kind, teller if kind == FIRST else -1, 1])
    for q in quotes:
        del q["expression"]
    return finish(c, "novels", d["id"], mentions, quotes, 0, gender=gender)


def polnear(c, d, tags):
    """Articles without names: each source is somebody, the rest of the names are somebody else."""
    quotes, mentions, entities = [], [], {}
    for q in d["quotes"]:
        spans = c.spans(q["content"])
        span = c.span(q["source"][0]["start"], q["source"][-1]["end"]) if q["source"] else None
        if not spans or not span or any(a <= span[0] < b for a, b in spans):
            continue
        m = c.mention(*span, 0, 1)
        m[3] = entities.setdefault(c.words[m[0]] if m[2] >= 8 else f"{m[0]}", len(entities))
        mentions.append(m)
        quotes.append({"spans": spans, "ent": m[3], "ref": [m[0]]})
    for at, w in enumerate(c.words):
        kind = PRONOUNS.get(c.low[at], 9)
        if kind in (*HE_SHE, THEY):
            mentions.append([at, at, kind, entities.setdefault(f"p{at}", len(entities)), 1])
        elif w[:1].isupper() and c.low[at] not in PRONOUNS and c.low[at] not in DETS and at and c.words[at - 1] not in ".?!“\"" and (at + 1 == c.n or not c.words[at + 1][:1].isupper()):
            mentions.append([at, name_start(c.words, at, max(0, at - 4)), 8, entities.setdefault(w, len(entities)), 1])
    return finish(c, "polnear", d["id"], mentions, quotes, 0, tags=tags)


def covered(c, s, e):
    """Tokens of which at least half lies in a span."""
    got = c.span(s, e)
    if not got:
        return range(0)
    a, b = got[0], got[1] + 1
    half = lambda t: (min(c.end[t], e) - max(c.start[t], s)) * 2 >= c.end[t] - c.start[t]
    while a < b and not half(a):
        a += 1
    while a < b and not half(b - 1):
        b -= 1
    return range(a, b)


def tags_of(c, d):
    """The gold tag of each token, as the program's own training reads it."""
    tags = [0] * c.n
    for q in d["quotes"]:
        for role, part in enumerate(("source", "cue", "content")):
            spans = q[part] if isinstance(q[part], list) else [q[part]] if q[part] else []
            for span in spans:
                s, e = span["start"], span["end"]
                if part == "content":
                    that = re.match(r"[Tt]hat(\s+)(?=\S)", c.text[s:e])
                    s += that.end() if that else 0
                tag = 1 + 2 * role
                for at in covered(c, s, e):
                    if at and c.block[at] != c.block[at - 1]:
                        tag = 1 + 2 * role
                    if tags[at] == 0:
                        tags[at] = tag
                        tag = 2 + 2 * role
    return tags


def documents(folder, cut, out):
    cuts = {d["id"]: d for d in lines(cut)}
    counts = collections.Counter()
    with open(out, "w", encoding="utf8") as file:
        for source, name, d, aside in all_texts(folder):
            c = Cut(d["text"], cuts.pop(f"{source}/{name}"))
            if c.n < 5:
                continue
            if source in ("litbank", "gum"):
                doc = annotated(c, d, source)
            elif source == "gap":
                doc = gap(c, d)
            elif source == "own":
                doc = own(c, d)
            elif source == "novels":
                doc = novel(c, d)
            elif source == "polnear":
                doc = polnear(c, d, tags_of(c, d))
            else:
                doc = named(c, d, d if source == "web" else d["names"], source, tags_of(c, d))
            doc["held"], doc["tagger"] = bool(aside), d.get("tagger", False)
            counts[source, bool(aside)] += 1
            file.write(json.dumps(doc, ensure_ascii=False) + "\n")
    print(dict(counts))


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "texts":
        with open(rest[1], "w", encoding="utf8") as file:
            for source, name, d, _ in all_texts(rest[0]):
                file.write(json.dumps({"id": f"{source}/{name}", "text": d["text"]}, ensure_ascii=False) + "\n")
    else:
        documents(*rest)
