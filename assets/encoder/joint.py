"""The encoder with its tagger, and on the same pass: which words are heads of mentions, who is the same, who speaks.

`language::tag::encoder::pairs` in the program computes the same; the sizes and features here and there must agree.
"""

import math
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
TAGS, CASES, STATES, WINDOW, KINDS = 7, 4, 5, 512, 3
SMALL, HIDDEN = 160, 128
BACK, AHEAD = 100, 20  # candidates for who is the same: mentions back, and names ahead within so many mentions
BEFORE, AFTER = 40, 14  # candidates for who speaks: mentions before and after a quotation
TURNS_BACK, TURNS_AHEAD = 6, 3
STILL = 10.0  # what the static embeddings are multiplied by
# The sizes of the plain features, in the order in which the functions below give them.
SAME = (24, 100, 2, 4, 9)
SPEAK = (24, 9, 10, 4)
TURN = (10, 9, 12)


class Layer(nn.Module):
    def __init__(self, drop=0.1):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(drop)

    def forward(self, x, cuts):
        qkv, seen = self.qkv(x), []
        for a, b in cuts:  # no padding, no mask: that is a third faster on these processors
            q, k, v = qkv[a:b].view(b - a, 3, HEADS, WIDTH // HEADS).permute(1, 2, 0, 3)[:, None]
            seen.append(F.scaled_dot_product_attention(q, k, v)[0].transpose(0, 1).reshape(b - a, WIDTH))
        x = self.norm1(x + self.drop(self.out(torch.cat(seen))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Pair(nn.Module):
    """The score of a pair: a bilinear part, and a small network over both, their product and plain features."""

    def __init__(self, sizes):
        super().__init__()
        self.rough = nn.Linear(SMALL, SMALL, bias=False)
        self.one = nn.Linear(SMALL, HIDDEN)
        self.two = nn.Linear(SMALL, HIDDEN, bias=False)
        self.both = nn.Linear(SMALL, HIDDEN, bias=False)
        self.plain = nn.ModuleList([nn.Embedding(n, HIDDEN) for n in sizes])
        self.out = nn.Linear(HIDDEN, 1)
        for e in self.plain:
            nn.init.normal_(e.weight, std=0.05)

    def forward(self, a, b, i, j, feats):
        bj = b.index_select(0, j)
        x = self.one(a).index_select(0, i) + self.two(b).index_select(0, j) + self.both(a.index_select(0, i) * bj)
        for at, e in enumerate(self.plain):
            x = x + e(feats[:, at])
        rough = (self.rough(a).index_select(0, i) * bj).sum(-1) / math.sqrt(SMALL)
        return self.out(F.gelu(x)).squeeze(-1) + rough


class Small(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.dense = nn.Linear(width, SMALL)
        self.norm = nn.LayerNorm(SMALL, eps=1e-12)

    def forward(self, x):
        return self.norm(F.gelu(self.dense(x)))


class Joint(nn.Module):
    def __init__(self, pieces):
        super().__init__()
        self.word = nn.Embedding(pieces, WIDTH)
        self.place = nn.Embedding(WINDOW, WIDTH)
        self.case = nn.Embedding(CASES, WIDTH)
        self.mark = nn.Embedding(STATES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(WIDTH, TAGS)
        self.kind = nn.Linear(WIDTH, KINDS)
        self.mention = Small(3 * WIDTH)
        self.voice = Small(3 * WIDTH)
        self.quote = Small(4 * WIDTH)
        self.same = Pair(SAME)
        self.speak = Pair(SPEAK)
        self.turn = Pair(TURN)

    def hidden(self, ids, place, case, mark, cuts):
        x = self.word(ids) + self.place(place) + self.case(case) + self.mark(mark)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, cuts)
        return x


NEW = ("kind.", "mention.", "voice.", "quote.", "same.", "speak.", "turn.")


def read(path):
    """The vocabulary and the weights in a blob; version 2 has no heads after that of the tags."""
    blob = open(path, "rb").read()
    version = blob[6]
    assert blob[:6] == b"ONRECE" and version in (2, 3)
    sizes = struct.unpack_from("<10I", blob, 8)
    pieces, width, heads, inner, layers, window, cases, states, tags, length = sizes
    assert (width, heads, inner, layers, window, cases, states, tags) == (WIDTH, HEADS, INNER, LAYERS, WINDOW, CASES, STATES, TAGS)
    at = 48 + length
    words = blob[48:at].decode().split("\n")[:-1]
    state = {}

    def numbers(name, *shape):
        nonlocal at
        count = math.prod(shape)
        state[name] = torch.from_numpy(np.frombuffer(blob, "<f4", count, at).copy()).reshape(shape)
        at += 4 * count

    def rows(name, count, columns):
        nonlocal at
        numbers("scales", count)
        values = np.frombuffer(blob, np.int8, count * columns, at).reshape(count, columns)
        at += count * columns
        state[name + ".weight"] = torch.from_numpy(values.astype(np.float32)) * state.pop("scales")[:, None]

    parts(rows, numbers, pieces, layers, version > 2)
    assert at == len(blob), (at, len(blob))
    return words, state


def parts(rows, numbers, pieces, layers, heads):
    """Calls `rows` and `numbers` for each part of a blob, in order."""

    def matrix(name, count, columns):
        rows(name, count, columns)
        numbers(name + ".bias", count)

    def norm(name, width):
        numbers(name + ".weight", width)
        numbers(name + ".bias", width)

    for name, count in (("word", pieces), ("place", WINDOW), ("case", CASES), ("mark", STATES)):
        rows(name, count, WIDTH)
    norm("norm", WIDTH)
    for at in range(layers):
        at = f"layers.{at}."
        matrix(at + "qkv", 3 * WIDTH, WIDTH)
        matrix(at + "out", WIDTH, WIDTH)
        norm(at + "norm1", WIDTH)
        matrix(at + "up", INNER, WIDTH)
        matrix(at + "down", WIDTH, INNER)
        norm(at + "norm2", WIDTH)
    matrix("head", TAGS, WIDTH)
    if not heads:
        return
    matrix("kind", KINDS, WIDTH)
    for name, spots in (("mention", 3), ("voice", 3), ("quote", 4)):
        matrix(name + ".dense", SMALL, spots * WIDTH)
        norm(name + ".norm", SMALL)
    for name, sizes in (("same", SAME), ("speak", SPEAK), ("turn", TURN)):
        rows(name + ".rough", SMALL, SMALL)
        matrix(name + ".one", HIDDEN, SMALL)
        rows(name + ".two", HIDDEN, SMALL)
        rows(name + ".both", HIDDEN, SMALL)
        for at, size in enumerate(sizes):
            numbers(f"{name}.plain.{at}.weight", size, HIDDEN)
        numbers(name + ".out.weight", 1, HIDDEN)
        numbers(name + ".out.bias", 1)


def log_bucket(x, top):
    """0, 1, 2, 3, 4, 5–7, 8–15, 16–31, … as numbers below top."""
    x = np.asarray(x)
    big = np.floor(np.log2(np.maximum(x, 1))).astype(int) + 3
    return np.minimum(np.where(x <= 4, x, np.where(x < 8, 5, big)), top - 1)


def blocks_apart(a, b):
    return np.clip(a - b, -4, 4) + 4


def same_pairs(doc, heads, forms):
    """Pairs (query, candidate) of mentions, and their features. Queries are pronouns and descriptions."""
    n = len(heads)
    at = np.arange(n)
    d = at[:, None] - at[None, :]
    ok = ((d > 0) & (d <= BACK)) | ((d < 0) & (d >= -AHEAD) & (forms[None, :] == 8))
    i, j = np.nonzero(ok & (forms != 8)[:, None])
    hi, hj = heads[i], heads[j]
    far = log_bucket(np.abs(hi - hj), 12) + 12 * (hj > hi)
    word = doc.word[hi] == doc.word[hj]
    inside = doc.mark == 1
    feats = np.stack([far, forms[i] * 10 + forms[j], word.astype(int), inside[hi] * 2 + inside[hj], blocks_apart(doc.block[hi], doc.block[hj])], 1)
    return i, j, feats


def bare(doc, spans):
    """First and last token of a quotation without its marks, and what stands before and after them (-1: nothing)."""
    a, b = spans[0][0], spans[-1][1] - 1
    is_mark = lambda t: 0 <= t < doc.n and doc.mark[t] in (2, 3)
    while a < b and is_mark(a):
        a += 1
    while b > a and is_mark(b):
        b -= 1
    before, after = a - 1, b + 1
    while is_mark(before):
        before -= 1
    while is_mark(after):
        after += 1
    return a, b, before, after if after < doc.n else -1


def speak_pairs(doc, quotes, heads, forms):
    """Candidates of each quotation, with features: mentions round it, and the quotations round it."""
    usable = ~((doc.mark[heads] == 1) & (forms < 8)) if len(heads) else np.zeros(0, bool)
    place = np.nonzero(usable)[0]
    hp = heads[place]
    ends = [bare(doc, q["spans"]) for q in quotes]
    first, last = np.array([e[0] for e in ends]), np.array([e[1] for e in ends])
    qi, mj, feats, ti, tj, tfeats = [], [], [], [], [], []
    for k, q in enumerate(quotes):
        a, b = first[k], last[k]
        lo, hi = np.searchsorted(hp, a), np.searchsorted(hp, b, "right")
        inner = [x for x in range(lo, hi) if not any(s <= hp[x] < e for s, e in q["spans"])]
        c = np.array([*range(max(0, lo - BEFORE), lo), *inner, *range(hi, min(len(hp), hi + AFTER))], int)
        if len(c):
            h = hp[c]
            side = np.where(h < a, 0, np.where(h > b, 1, 2))
            gap = np.where(side == 0, a - h, np.where(side == 1, h - b, 0))
            far = np.where(side == 2, 22, log_bucket(gap, 11) + 11 * (side == 1))
            block = np.where(side == 0, blocks_apart(doc.block[h], doc.block[a]), np.where(side == 1, blocks_apart(doc.block[h], doc.block[b]), 4))
            # Quotations that begin between the two.
            between = np.where(side == 0, np.searchsorted(first, a) - np.searchsorted(first, h), np.where(side == 1, np.searchsorted(first, h) - np.searchsorted(first, b, "right"), 0))
            feats.append(np.stack([far, block, forms[place[c]], np.clip(between, 0, 3)], 1))
            qi.append(np.full(len(c), k))
            mj.append(place[c])
        for t in (*range(-TURNS_BACK, 0), *range(1, TURNS_AHEAD + 1)):
            o = k + t
            if not 0 <= o < len(quotes):
                continue
            gap = max(a - last[o], 0) if t < 0 else max(first[o] - b, 0)
            if gap > 400:
                continue
            block = blocks_apart(doc.block[last[o]], doc.block[a]) if t < 0 else blocks_apart(doc.block[first[o]], doc.block[b])
            ti.append(k)
            tj.append(o)
            tfeats.append([t + 6 if t < 0 else t + 5, int(block), int(log_bucket(gap, 12))])
    cat = lambda x, w: np.concatenate(x) if x else np.zeros((0, w) if w else 0, int)
    return cat(qi, 0), cat(mj, 0), cat(feats, len(SPEAK)), np.array(ti, int), np.array(tj, int), np.array(tfeats, int).reshape(-1, len(TURN)), ends


def mention_inputs(model, doc, h, heads, starts):
    """What the encoder says of each head, and the static embeddings of the head and of the first word of its name."""
    bags = [doc.pieces[t] for t in (*heads, *starts)]
    offsets = np.cumsum([0] + [len(b) for b in bags[:-1]])
    flat = torch.tensor([p for b in bags for p in b])
    still = F.embedding_bag(flat, model.word.weight.detach(), torch.from_numpy(offsets), mode="mean") * STILL
    return torch.cat([h, still[: len(heads)], still[len(heads) :]], 1)


def quote_inputs(h, ends, offset):
    """`h`: vectors of the tokens from `offset` on; nothing stands for what is outside of them."""
    padded = torch.cat([h, torch.zeros(1, WIDTH)])
    spots = np.array(ends) - offset
    spots = np.where((np.array(ends) < 0) | (spots < 0) | (spots >= len(h)), len(h), spots)
    return padded[torch.from_numpy(spots)].flatten(1)
