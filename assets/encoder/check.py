"""Writes `tests/encoder/expected.json`: what the encoder in `assets/encoder.bin` makes of `tests/encoder/texts.txt`.

Run in the root of the repository. The pieces, their case and their quotation state are found here without the program;
in those texts a space stands round each token, so that no rule of its tokens is needed. A test holds the program to it.
"""

import json
import struct
import sys
import unicodedata

import numpy as np
import torch

sys.path.insert(0, "assets/encoder")
from train import CASES, STATES, TAGS, Encoder


def read(path):
    """The vocabulary and the encoder in a blob."""
    blob = open(path, "rb").read()
    assert blob[:8] == b"ONRECE\x02\0"
    pieces, width, heads, inner, layers, window, cases, states, tags, length = struct.unpack_from("<10I", blob, 8)
    assert (cases, states, tags) == (CASES, STATES, TAGS)
    at = 48 + length
    words = blob[48:at].decode().split("\n")[:-1]
    state = {}

    def numbers(name, count):
        nonlocal at
        state[name] = torch.from_numpy(np.frombuffer(blob, "<f4", count, at).copy())
        at += 4 * count

    def rows(name, count, columns):
        nonlocal at
        numbers("scales", count)
        values = np.frombuffer(blob, np.int8, count * columns, at).reshape(count, columns)
        at += count * columns
        state[name + ".weight"] = torch.from_numpy(values.astype(np.float32)) * state.pop("scales")[:, None]

    def matrix(name, count, columns):
        rows(name, count, columns)
        numbers(name + ".bias", count)

    def norm(name):
        numbers(name + ".weight", width)
        numbers(name + ".bias", width)

    for name, count in (("word", pieces), ("place", window), ("case", cases), ("mark", states)):
        rows(name, count, width)
    norm("norm")
    for layer in range(layers):
        layer = f"layers.{layer}."
        matrix(layer + "qkv", 3 * width, width)
        matrix(layer + "out", width, width)
        norm(layer + "norm1")
        matrix(layer + "up", inner, width)
        matrix(layer + "down", width, inner)
        norm(layer + "norm2")
    matrix("head", tags, width)
    assert at == len(blob)
    model = Encoder(pieces)
    model.load_state_dict(state, strict=False)
    return words, model.eval()


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


def main():
    words, model = read("assets/encoder.bin")
    numbers = {piece: at for at, piece in enumerate(words)}
    opens, closes = numbers["[CLS]"], numbers["[SEP]"]
    expected = []
    for text in open("tests/encoder/texts.txt", encoding="utf-8").read().strip().split("\n=\n"):
        read_as = pieces(text, numbers)
        row = lambda name, ends: torch.tensor([[ends[0], *read_as[name], ends[1]]])
        with torch.inference_mode():
            scores, _ = model(row("ids", (opens, closes)), row("case", (0, 0)), row("mark", (0, 0)))
        scores = [[round(x, 4) for x in scores[0, 1 + first].tolist()] for first in read_as["first"]]
        expected.append({"text": text, **read_as, "scores": scores})
    with open("tests/encoder/expected.json", "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(text, ensure_ascii=False) for text in expected) + "\n]\n")


if __name__ == "__main__":
    main()
