"""Learns the tagger and the heads for who is meant and who speaks together, from the encoder in `encoder.bin`.

    train_joint.py DOCUMENTS.jsonl ENCODER.bin OUT.pt [--half]

`corpora.py` writes the documents; `README.md` has the commands, in order.
"""

import argparse
import copy
import json
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from joint import NEW, TAGS, WINDOW, Joint, mention_inputs, quote_inputs, read, same_pairs, speak_pairs
from words import PRONOUNS, name_start

T = torch.from_numpy
INSIDE = WINDOW - 2


class Doc:
    """A document ready for use."""

    def __init__(self, d):
        self.d, self.src, self.n = d, d["src"], len(d["words"])
        self.words, self.pieces, self.quotes = d["words"], d["pieces"], d["quotes"]
        self.word = np.array([hash(w.lower()) for w in self.words])
        self.case, self.mark, self.block = (np.array(d[k]) for k in ("case", "mark", "block"))
        self.size = np.array([len(p) for p in self.pieces])
        self.gap = np.concatenate([[0], (self.block[1:] != self.block[:-1]).astype(int)])
        self.at = {m[0]: m for m in d["mentions"]}
        self.heads = np.array(sorted(self.at), int)
        self.soft = None

    def windows(self, start, end):
        out, a, total = [], start, 0
        for at in range(start, end):
            size = self.size[at] + self.gap[at]
            if total + size > INSIDE:
                out.append((a, at))
                a, total = at, 0
            total += size
        return out + [(a, end)] if a < end else out

    def masked(self, pool):
        """The same with the people's names changed for others, alike everywhere."""
        swap = {}
        for given, family, sex in self.d["names"]:
            swap.setdefault(family, random.choice(pool["family"]))
            if sex in "mf":
                swap.setdefault(given, random.choice(pool[sex]))
        new = copy.copy(self)
        new.pieces, new.word = list(self.pieces), self.word.copy()
        for at, w in enumerate(self.words):
            if w in swap:
                low, new.pieces[at] = swap[w]
                new.word[at] = hash(low)
        new.size = np.array([len(p) for p in new.pieces])
        return new


def encode(model, batch, special, half, hide=0.0):
    """Vectors of the first piece of each token, for each of several stretches [(doc, first, last)]."""
    opens, closes, unknown, gap = special
    ids, place, case, mark, cuts, firsts = [], [], [], [], [], []
    for d, a, b in batch:
        begin = len(ids)
        ids.append(opens), case.append(0), mark.append(0)
        first = []
        for t in range(a, b):
            if t > a and d.gap[t]:
                ids.append(gap), case.append(0), mark.append(0)
            first.append(len(ids))
            p = d.pieces[t]
            if hide and random.random() < hide:
                p = [unknown] * len(p)
            ids += p
            case += [d.case[t]] * len(p)
            mark += [d.mark[t]] * len(p)
        ids.append(closes), case.append(0), mark.append(0)
        place += range(len(ids) - begin)
        cuts.append((begin, len(ids)))
        firsts.append(torch.tensor(first))
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        h = model.hidden(torch.tensor(ids), torch.tensor(place), torch.tensor(np.array(case)), torch.tensor(np.array(mark)), cuts)
    h = h.float()
    return [h[f] for f in firsts]


def marginal(scores, group, size, gold, wrong):
    """-log of the share of the right candidates among right and wrong ones, for each group that has a right one."""

    def lse(which):
        s = scores.masked_fill(~which, -1e9)
        top = torch.full((size,), -1e9).scatter_reduce(0, group, s.detach(), "amax")
        return top + torch.log(torch.zeros(size).scatter_add(0, group, torch.exp(s - top[group]) * which) + 1e-30)

    has = torch.zeros(size).scatter_add(0, group, gold.float()) > 0
    return (lse(gold | wrong) - lse(gold)), has


def kind_target(doc, offset, end):
    """0, 1, 2 for each token; -100 where nobody says."""
    target = np.full(end - offset, 0 if doc.d["full"] and doc.src != "own" else -100)
    if doc.src in ("news", "web", "own"):
        for t in range(offset, end):
            if doc.case[t] >= 2 and doc.words[t].lower() not in PRONOUNS:
                target[t - offset] = 0
    for h in doc.heads[np.searchsorted(doc.heads, offset) : np.searchsorted(doc.heads, end)]:
        m = doc.at[h]
        told = doc.d["full"] or doc.src == "gap" and m[2] == 8 or m[2] < 2 or m[3] >= 0 and doc.src in ("news", "web")
        target[h - offset] = m[4] if told else -100
    return target


def losses(model, doc, h, offset, end, o, teacher=None):
    """Loss sums and counts of one stretch [offset, end) of a document."""
    d, out, dropped = doc.d, {}, model.drop(h)
    if "tags" in d or teacher is not None:
        scores = model.head(dropped)
        soft = teacher if teacher is not None else doc.soft[offset:end]
        if "tags" in d:
            soft = 0.5 * soft + 0.5 * F.one_hot(torch.tensor(d["tags"][offset:end]), TAGS)
        out["tags"] = (F.cross_entropy(scores, soft, reduction="sum") / 10, (end - offset) / 10)
    marks = {t: doc.at[t] for t in doc.heads[np.searchsorted(doc.heads, offset) : np.searchsorted(doc.heads, end)]}
    if doc.src not in ("polnear", "novels"):
        scores, target = model.kind(dropped), kind_target(doc, offset, end)
        told = int((target >= 0).sum())
        if told:
            out["kind"] = (F.cross_entropy(scores, T(target), ignore_index=-100, reduction="sum") / 10, told / 10)
        if d["full"]:
            # What it takes for a mention and is none is a wrong candidate.
            guess = scores.detach().argmax(1).nonzero().flatten().tolist()
            extra = [g + offset for g in guess if g + offset not in marks and PRONOUNS.get(doc.words[g + offset].lower(), 9) not in (6, 7)]
            random.shuffle(extra)
            for k, t in enumerate(extra[:25]):
                form = PRONOUNS.get(doc.words[t].lower(), 8 if doc.case[t] >= 2 else 9)
                marks[t] = [t, name_start(doc.words, t, max(0, t - 5)) if form == 8 else t, form, -100 - k, 1]
    heads = np.array(sorted(marks), int)
    if not len(heads):
        return out
    starts = np.array([marks[t][1] for t in heads])
    f, ent = np.array([marks[t][2] for t in heads]), np.array([marks[t][3] for t in heads])
    inputs = model.drop(mention_inputs(model, doc, h[T(heads - offset)], heads, starts))
    n = len(heads)
    gender = np.array([{"m": 1, "f": 2}.get(d["gender"][e], 0) if 0 <= e < len(d["gender"]) else 0 for e in ent]) if "gender" in d else np.zeros(n, int)
    told = np.where(f == 0, 1, np.where(f == 1, 2, gender))
    if n > 1 and doc.src != "polnear":
        i, j, feats = same_pairs(doc, heads, f)
        weight = np.where((f == 9) & (doc.src in ("news", "web")), o.described, 1.0)
        if doc.src == "gap":
            g = d["gap"]
            keep = heads[i] == g["p"]
            i, j, feats = i[keep], j[keep], feats[keep]
            if g["truth"] == 2:
                right, wrong, none = ent[j] >= 2, (ent[j] == 0) | (ent[j] == 1), 1
            else:
                right, wrong, none = ent[j] == g["truth"], (ent[j] >= 0) & (ent[j] != g["truth"]), -1
            nothing = np.full(n, none)
        elif d["full"]:
            right = ent[i] == ent[j]
            wrong = ~right
            nothing = np.where(np.bincount(i[right], minlength=n) > 0, -1, 1)
        else:
            labelled = (ent[i] >= 0) & (ent[j] >= 0)
            right = labelled & (ent[i] == ent[j])
            clash = (told[i] > 0) & (told[j] > 0) & (told[i] != told[j])
            wrong = (labelled & ~right) | (clash & (ent[i] >= 0))
            nothing = np.where(np.bincount(i[right], minlength=n) > 0, -1, 0)
            if doc.src in ("news", "web"):
                # Whoever has no name is none of the labelled.
                nothing = np.where((nothing == 0) & (ent >= d["named"]), 1, nothing)
        if len(i):
            m = model.mention(inputs)
            s = torch.cat([model.same(m, m, T(i), T(j), T(feats)), torch.zeros(n)])
            group = T(np.concatenate([i, np.arange(n)]))
            loss, has = marginal(s, group, n, T(np.concatenate([right, nothing == 1])), T(np.concatenate([wrong, nothing == -1])))
            touched = np.zeros(n, bool)
            touched[i] = True
            w = T(weight * (nothing != 0) * touched).float() * has
            times = 4 if doc.src == "gap" else 1
            out["same"] = ((loss * w).sum() * times, float(w.sum()) * times)
    quotes = [q for q in doc.quotes if q["spans"][0][0] >= offset and q["spans"][-1][1] <= end]
    if quotes:
        qi, mj, feats, ti, tj, tfeats, ends = speak_pairs(doc, quotes, heads, f)
        qe = np.array([q["ent"] for q in quotes])
        ref = [set(q["ref"]) for q in quotes]
        q = model.quote(model.drop(quote_inputs(h, ends, offset)))
        groups, scores, rights, wrongs = [], [], [], []
        if len(qi):
            scores.append(model.speak(q, model.voice(inputs), T(qi), T(mj), T(feats)))
            groups.append(qi)
            e, m = qe[qi], ent[mj]
            right = ((m == e) & (m >= 0)) | np.array([heads[b] in ref[a] for a, b in zip(qi, mj)], bool)
            wrong = (m != e) & ((m >= 0) | (m <= -100)) & ~right
            if "gender" in d:
                qg = np.array([{"m": 1, "f": 2}.get(d["gender"][x], 0) if 0 <= x < len(d["gender"]) else 0 for x in qe])
                wrong |= (m == -1) & (told[mj] > 0) & (qg[qi] > 0) & (told[mj] != qg[qi])
            if doc.src == "polnear":
                # Who "he" is, is not said there: names further back may be right.
                pronoun = np.array([any(PRONOUNS.get(doc.words[x].lower(), 9) < 8 for x in r) for r in ref])
                wrong &= ~(pronoun[qi] & (f[mj] == 8) & (heads[mj] < np.array([e[0] for e in ends])[qi] - 15))
            rights.append(right), wrongs.append(wrong)
        if len(ti) and doc.src != "polnear":
            scores.append(model.turn(q, q, T(ti), T(tj), T(tfeats)))
            groups.append(ti)
            rights.append((qe[ti] == qe[tj]) & (qe[ti] >= 0)), wrongs.append((qe[ti] != qe[tj]) & (qe[tj] >= 0))
        if scores:
            loss, has = marginal(torch.cat(scores), T(np.concatenate(groups)), len(quotes), T(np.concatenate(rights)), T(np.concatenate(wrongs)))
            w = (has & T(qe >= 0)).float()
            out["speak"] = ((loss * w).sum(), float(w.sum()))
    return out


def load(path):
    docs = {}
    for line in open(path, encoding="utf8"):
        d = json.loads(line)
        docs.setdefault(d["src"], []).append(Doc(d))
    return docs


def stretches(docs, windows, passes, pool):
    """Stretches of a few windows, cut at a new place in every pass; some with other names."""
    out = []
    for nth in range(int(np.ceil(passes))):
        share = min(1, passes - nth)
        for doc in docs:
            if doc.d.get("names") and random.random() < 0.4:
                doc = doc.masked(pool)
            spans = doc.windows(0, doc.n)
            if len(spans) > 1:
                first = random.randint(0, max(1, spans[0][1] - 30))
                spans = ([(0, first)] if first > 60 else []) + doc.windows(first if first > 60 else 0, doc.n)
            at = 0
            while at < len(spans):
                size = random.randint(max(1, windows - 2), windows)
                if random.random() < share:
                    out.append((doc, spans[at : at + size]))
                at += size
    return out


def names_pool(docs):
    """Names to put in the place of others."""
    pool = {"family": [], "m": [], "f": []}
    for doc in (doc for part in docs.values() for doc in part):
        found = {w: p for w, p in zip(doc.words, doc.pieces)} if doc.d.get("names") else {}
        for given, family, sex in doc.d.get("names", ()):
            if family in found and family.isalpha():
                pool["family"].append((family.lower(), found[family]))
            if sex in "mf" and given in found and given.isalpha():
                pool[sex].append((given.lower(), found[given]))
    print({k: len(v) for k, v in pool.items()}, "names", flush=True)
    return pool


def soft_tags(model, docs, special, half):
    with torch.inference_mode():
        for doc in docs:
            h = encode(model, [(doc, a, b) for a, b in doc.windows(0, doc.n)], special, half)
            doc.soft = torch.softmax(model.head(torch.cat(h)), -1)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("documents"), p.add_argument("encoder"), p.add_argument("out")
    p.add_argument("--minutes", type=float, default=45)
    p.add_argument("--passes", default="litbank=2,gum=2,gap=1.5,news=2.5,web=2.5,novels=0.4,polnear=1")
    p.add_argument("--scale", type=float, default=1.0, help="share of all stretches, for a trial")
    p.add_argument("--rate", type=float, default=1.5e-4), p.add_argument("--head-rate", type=float, default=8e-4)
    p.add_argument("--windows", type=int, default=4), p.add_argument("--step", type=int, default=1400, help="pieces a step, at least")
    p.add_argument("--hide", type=float, default=0.03)
    p.add_argument("--seed", type=int, default=1), p.add_argument("--half", action="store_true")
    p.add_argument("--described", type=float, default=2.0, help="weight of the links of descriptions in news")
    p.add_argument("--tags", type=float, default=2.0, help="weight of the tagger's loss")
    o = p.parse_args()
    torch.set_num_threads(2), random.seed(o.seed), np.random.seed(o.seed), torch.manual_seed(o.seed)
    words, state = read(o.encoder)
    special = [words.index(w) for w in ("[CLS]", "[SEP]", "[UNK]", "[unused0]")]
    model = Joint(len(words))
    missing = model.load_state_dict(state, strict=False).missing_keys
    assert all(k.startswith(NEW) for k in missing)
    model.word.weight.requires_grad_(False)
    docs = load(o.documents)
    learned_docs = {k: [x for x in v if not x.d["held"]] for k, v in docs.items()}
    pool = names_pool(learned_docs)
    work = []
    for part in o.passes.split(","):
        name, n = part.split("=")
        items = stretches(learned_docs[name], o.windows, float(n), pool)
        if name == "novels":
            # Where there is talk.
            items = [(d, w) for d, w in items if sum(q["spans"][0][0] >= w[0][0] and q["spans"][-1][1] <= w[-1][1] for q in d.quotes) >= 4]
        if o.scale < 1:
            random.shuffle(items)
            items = items[: int(len(items) * o.scale)]
        print(name, len(learned_docs[name]), "docs", len(items), "stretches", sum(int(d.size[w[0][0] : w[-1][1]].sum()) for d, w in items), "pieces", flush=True)
        work += items
    random.shuffle(work)
    steps, count = [[]], 0
    for d, w in work:
        steps[-1].append((d, w))
        count += int(d.size[w[0][0] : w[-1][1]].sum())
        if count >= o.step:
            steps.append([])
            count = 0
    steps = [s for s in steps if s]
    teacher = copy.deepcopy(model).eval()
    start = time.time()
    tagged = {id(d.d) for d, _ in work if "tags" in d.d}
    for d in (d for v in learned_docs.values() for d in v if id(d.d) in tagged):
        soft_tags(teacher, [d], special, o.half)
        d.d["soft"] = d.soft
    print(f"soft tags of {len(tagged)} documents, {time.time() - start:.0f} s", flush=True)
    groups = []
    for new in (True, False):
        for decay in (True, False):
            ps = [v for n, v in model.named_parameters() if v.requires_grad and n.startswith(NEW) == new and (v.dim() > 1) == decay]
            groups.append({"params": ps, "weight_decay": 0.01 * decay, "base": o.head_rate if new else o.rate})
    opt = torch.optim.AdamW(groups, lr=o.rate, betas=(0.9, 0.98))
    learned = [v for v in model.parameters() if v.requires_grad]
    mean = copy.deepcopy(model)
    model.train()
    start, sums, total_pieces = time.time(), {}, 0
    for step, items in enumerate(steps):
        spent = (time.time() - start) / 60
        done = max(step / len(steps), spent / o.minutes)
        if done >= 1:
            break
        for g in opt.param_groups:
            g["lr"] = g["base"] * min(1, (step + 1) / 60) * max(0.02, 1 - done)
        batch = [(d, a, b) for d, spans in items for a, b in spans]
        vectors = encode(model, batch, special, o.half, o.hide)
        at, got = 0, {}
        for d, spans in items:
            h = torch.cat(vectors[at : at + len(spans)])
            at += len(spans)
            d.soft = d.d.get("soft")
            taught = None
            if "tags" not in d.d and random.random() < 0.2:
                with torch.no_grad():
                    taught = torch.softmax(teacher.head(torch.cat(encode(teacher, [(d, a, b) for a, b in spans], special, o.half))), -1)
            for k, (s, c) in losses(model, d, h, spans[0][0], spans[-1][1], o, taught).items():
                a, b = got.get(k, (0, 0))
                got[k] = (a + s, b + c)
                a, b = sums.get((d.src, k), (0, 0))
                sums[d.src, k] = (a + float(s), b + c)
        parts = {k: s / max(c, 1) * (o.tags if k == "tags" else 1) for k, (s, c) in got.items() if c}
        if not parts:
            continue
        opt.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        opt.step()
        with torch.no_grad():
            keep = min(0.996, (step + 1) / (step + 20))
            for own, new in zip(mean.parameters(), model.parameters()):
                if new.requires_grad:
                    own.lerp_(new, 1 - keep)
        total_pieces += sum(int(d.size[a:b].sum()) for d, a, b in batch)
        if (step + 1) % 40 == 0:
            rate = total_pieces / (time.time() - start)
            print(f"{step + 1}/{len(steps)} {spent:.1f} min {rate:.0f} pieces/s", " ".join(f"{s}.{k} {a / max(b, 1e-9):.3f}" for (s, k), (a, b) in sorted(sums.items())), flush=True)
            sums = {}
        if (step + 1) % 200 == 0:
            torch.save(mean.state_dict(), o.out)
    torch.save(mean.state_dict(), o.out)
    print("done", total_pieces, "pieces", f"{time.time() - start:.0f} s", flush=True)
    from evaluate import evaluate

    evaluate(mean.eval(), teacher, docs, special, o.half)


if __name__ == "__main__":
    main()
