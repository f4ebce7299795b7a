"""Writes `tests/encoder/expected.json`: what the encoder in `assets/encoder.bin` makes of `tests/encoder/texts.txt`.

Run in the root of the repository. The pieces, their case and their quotation state are found here without the program;
in those texts a space stands round each token, so that no rule of its tokens is needed. A test holds the program to it.
"""

import json
import sys
import types
import unicodedata

import numpy as np
import torch

sys.path.insert(0, "assets/encoder")
from joint import Joint, mention_inputs, quote_inputs, read, same_pairs, speak_pairs
from words import DETS, NAME, PRONOUNS, YOU, mention_form


def cut(token, numbers):
    """WordPiece over letters and digits, marks alone, as in Devlin et al. 2019."""
    plain = [c for c in unicodedata.normalize("NFD", token) if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cc")]
    parts = [""]
    for c in "".join(plain).lower():
        alone = not c.isalnum() or 0x4E00 <= ord(c) <= 0x9FFF
        parts += [c, ""] if alone else [parts.pop() + c]
    ids = []
    for part in filter(None, parts):
        start, found = 0, []
        while start < len(part):
            before = "##" if found else ""
            ends = (end for end in range(len(part), start, -1) if before + part[start:end] in numbers)
            end = next(ends, None)
            if end is None:
                found = [numbers["[UNK]"]]
                break
            found.append(numbers[before + part[start:end]])
            start = end
        ids += found
    return ids[:24]


def case(token):
    letters = [c for c in token if c.isalpha()]
    if not letters:
        return 0
    if not letters[0].isupper():
        return 1
    return 3 if len(token) > 1 and all(c.isupper() for c in letters[1:]) else 2


def pieces(text, numbers):
    """Ids, cases, states and first pieces. A quotation goes on in the next paragraph if that opens it again."""
    out = {"ids": [], "case": [], "mark": [], "first": []}
    inside = False
    paragraphs = [paragraph.split() for paragraph in text.split("\n\n")]
    for at, tokens in enumerate(paragraphs):
        if at:
            inside = inside and tokens[0] == "“"
            out["ids"].append(numbers["[unused0]"]), out["case"].append(0), out["mark"].append(0)
        carried = at > 0 and inside
        for token in tokens:
            inside = inside or token == "“"
            mark = {"“": 2, "”": 3}.get(token, 1 if inside else 4 if carried else 0)
            inside = inside and token != "”"
            ids = cut(token, numbers)
            out["first"].append(len(out["ids"]))
            out["ids"] += ids
            out["case"] += [case(token)] * len(ids)
            out["mark"] += [mark] * len(ids)
    return out


def heads(text, read_as):
    """Mentions and quotations, picked by simple rules: pronouns, capitals, words after an article; what stands in marks."""
    words = text.split()
    mentions, quotations = [], []
    for at, word in enumerate(words):
        low, before = word.lower(), words[at - 1] if at else "."
        if low in PRONOUNS and PRONOUNS[low] != YOU:
            mentions.append((at, at, PRONOUNS[low]))
        elif word[:1].isupper() and low not in PRONOUNS and low not in DETS and before not in ".“":
            joined = mentions and mentions[-1][0] == at - 1 and mentions[-1][2] == NAME
            start = mentions.pop()[1] if joined else at
            mentions.append((at, start, NAME))
        elif before.lower() in DETS and word.isalpha():
            mentions.append((at, at, mention_form(words, at, "description")))
    opened = None
    for at, word in enumerate(words):
        if word == "“":
            opened = at
        elif word == "”" and opened is not None:
            if quotations and opened - quotations[-1][-1][1] <= 6:
                quotations[-1].append([opened, at + 1])
            else:
                quotations.append([[opened, at + 1]])
            opened = None
    first = read_as["first"]
    block = [sum(read_as["ids"][k] == read_as["gap"] for k in range(f)) for f in first]
    ends = [*first[1:], len(read_as["ids"])]
    doc = types.SimpleNamespace(
        n=len(words),
        word=np.array([hash(word.lower()) for word in words]),
        mark=np.array([read_as["mark"][f] for f in first]),
        block=np.array(block),
        pieces=[[p for p in read_as["ids"][f:e] if p != read_as["gap"]] for f, e in zip(first, ends)],
    )
    return doc, mentions, quotations


def pairs(model, h, doc, mentions, quotations):
    """Scores of pairs: for each mention those with its candidates, for each quotation those with who may say it."""
    at, starts, forms = (np.array(column) for column in zip(*mentions))
    # The program keeps the numbers that stand for a token with half the precision.
    h = h.bfloat16().float()
    inputs = mention_inputs(model, doc, h[torch.from_numpy(at)], at, starts)
    tensor = torch.from_numpy
    i, j, features = same_pairs(doc, at, forms)
    vectors = model.mention(inputs)
    scores = model.same(vectors, vectors, tensor(i), tensor(j), tensor(features)).tolist()
    same = [[int(a), int(b), round(s, 3)] for a, b, s in zip(i, j, scores)]
    speakers = []
    quotes = [{"spans": spans} for spans in quotations]
    if quotes:
        qi, mj, features, ti, tj, turns, ends = speak_pairs(doc, quotes, at, forms)
        q = model.quote(quote_inputs(h, ends, 0))
        scores = model.speak(q, model.voice(inputs), tensor(qi), tensor(mj), tensor(features)).tolist()
        speakers += [[int(a), "mention", int(b), round(s, 3)] for a, b, s in zip(qi, mj, scores)]
        if len(ti):
            scores = model.turn(q, q, tensor(ti), tensor(tj), tensor(turns)).tolist()
            speakers += [[int(a), "quotation", int(b), round(s, 3)] for a, b, s in zip(ti, tj, scores)]
    return same, speakers


def main():
    words, state = read("assets/encoder.bin")
    model = Joint(len(words)).eval()
    model.load_state_dict(state)
    numbers = {piece: at for at, piece in enumerate(words)}
    opens, closes = numbers["[CLS]"], numbers["[SEP]"]
    expected = []
    for text in open("tests/encoder/texts.txt", encoding="utf-8").read().strip().split("\n=\n"):
        read_as = pieces(text, numbers)
        row = lambda name, end: torch.tensor([end[0], *read_as[name], end[1]])
        ids = row("ids", (opens, closes))
        with torch.inference_mode():
            state = model.hidden(ids, torch.arange(len(ids)), row("case", (0, 0)), row("mark", (0, 0)), [(0, len(ids))])
            h = state[torch.tensor(read_as["first"]) + 1]
            scores, kinds = model.head(h), model.kind(h)
            doc, mentions, quotations = heads(text, {**read_as, "gap": numbers["[unused0]"]})
            same, speakers = pairs(model, h, doc, mentions, quotations)
        scores, kinds = ([[round(x, 4) for x in row] for row in rows.tolist()] for rows in (scores, kinds))
        expected.append({"text": text, **read_as, "scores": scores, "kinds": kinds, "mentions": mentions,
                         "quotations": quotations, "same": same, "speakers": speakers})
    with open("tests/encoder/expected.json", "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(text, ensure_ascii=False) for text in expected) + "\n]\n")


if __name__ == "__main__":
    main()
