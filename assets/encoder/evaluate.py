"""Evaluates the joint model on what was set aside: GAP, links of pronouns and descriptions, speakers, tags."""

import collections
import sys

import numpy as np
import torch
import torch.nn.functional as F

from joint import TAGS, mention_inputs, quote_inputs, same_pairs, speak_pairs

T = torch.from_numpy


def linked(model, doc, h, heads, forms, starts):
    """The pairs, their scores, and the vectors of the mentions."""
    inputs = mention_inputs(model, doc, h[T(heads)], heads, starts)
    i, j, feats = same_pairs(doc, heads, forms)
    m = model.mention(inputs)
    s = model.same(m, m, T(i), T(j), T(feats)).numpy() if len(i) else np.zeros(0)
    return i, j, s, inputs


def best_of(i, j, s, n):
    best = np.full(n, -1)
    top = np.full(n, -1e9)
    for a, b, x in zip(i, j, s):
        if x > top[a]:
            best[a], top[a] = b, x
    return best, top


def follow(best, ent, start):
    """The entity that the best links lead to, through mentions of which nobody says who they are."""
    seen, at = {start}, best[start]
    while at >= 0 and at not in seen:
        if ent[at] != -1:
            return ent[at]
        seen.add(at)
        at = best[at]
    return -9


def tag_matches(scores, gold):
    guess = scores.argmax(-1)
    hit = int(((guess == gold) & (gold > 0)).sum())
    return float(F.cross_entropy(scores, gold, reduction="sum")), len(gold), hit, int((guess > 0).sum()), int((gold > 0).sum())


def evaluate(model, original, docs, special, half, longest=15000):
    from train_joint import encode

    count = collections.Counter()
    tags = {"joint": np.zeros(5), "original": np.zeros(5)}
    with torch.inference_mode():
        for source, part in docs.items():
            for doc in part:
                d = doc.d
                if not d["held"]:
                    continue
                n = min(doc.n, longest)
                windows = doc.windows(0, n)
                if d["tagger"]:
                    gold = torch.tensor(d["tags"])
                    for name, one in (("joint", model), ("original", original)):
                        scores = one.head(torch.cat(encode(one, [(doc, a, b) for a, b in windows], special, half)))
                        tags[name] += tag_matches(scores, gold)
                if source == "polnear":
                    continue
                h = torch.cat(encode(model, [(doc, a, b) for a, b in windows], special, half))
                if d["full"]:
                    guess, gold = model.kind(h).argmax(-1).numpy(), np.zeros(n, int)
                    for t, m in doc.at.items():
                        gold[t] = m[4]
                    count[source, "kind found"] += int((guess > 0).sum())
                    count[source, "kind gold"] += int((gold > 0).sum())
                    count[source, "kind hit"] += int(((guess > 0) & (gold > 0)).sum())
                heads = doc.heads[doc.heads < n]
                if len(heads) < 2:
                    continue
                starts, forms, ent = (np.array([doc.at[t][k] for t in heads]) for k in (1, 2, 3))
                i, j, s, inputs = linked(model, doc, h, heads, forms, starts)
                best, top = best_of(i, j, s, len(heads))
                if source == "gap":
                    g = d["gap"]
                    at = int(np.nonzero(heads == g["p"])[0][0])
                    who = follow(best, ent, at)
                    for k, name in enumerate("ab"):
                        says, true = who == k, d["gap"][name + "_is"]
                        count["gap", "hit"] += says and true
                        count["gap", "says"] += says
                        count["gap", "true"] += true
                    count["gap", "all"] += 1
                    count["gap", "right"] += (who if who in (0, 1) else 2) == g["truth"]
                else:
                    for q in range(len(heads)):
                        if forms[q] == 8 or ent[q] < 0:
                            continue
                        mine = i == q
                        other = (ent[j[mine]] == ent[q]).any()
                        name = "descriptions" if forms[q] == 9 else "he/she" if forms[q] < 2 else "it/they" if forms[q] < 4 else "other pronouns"
                        if other:
                            count[source, name] += 1
                            count[source, name + " right"] += follow(best, ent, q) == ent[q]
                            count[source, name + " answered"] += top[q] > 0
                        elif mine.any():
                            count[source, name + " new"] += 1
                            count[source, name + " new, left"] += top[q] < 0
                quotes = [q for q in doc.quotes if q["spans"][-1][1] <= n]
                if quotes:
                    qi, mj, feats, ti, tj, tfeats, ends = speak_pairs(doc, quotes, heads, forms)
                    q = model.quote(quote_inputs(h, ends, 0))
                    speak = model.speak(q, model.voice(inputs), T(qi), T(mj), T(feats)).numpy() if len(qi) else np.zeros(0)
                    turn = model.turn(q, q, T(ti), T(tj), T(tfeats)).numpy() if len(ti) else np.zeros(0)
                    for k, quote in enumerate(quotes):
                        if quote["ent"] < 0:
                            continue
                        options = [(x, mj[p], True) for p, x in zip(np.nonzero(qi == k)[0], speak[qi == k])]
                        options += [(x, tj[p], False) for p, x in zip(np.nonzero(ti == k)[0], turn[ti == k])]
                        if not options:
                            continue
                        name = "speakers" + (" " + quote["kind"] if "kind" in quote else "")
                        count[source, name] += 1
                        _, to, mention = max(options, key=lambda x: x[0])
                        if mention:
                            good = heads[to] in quote["ref"] or ent[to] == quote["ent"] or (ent[to] == -1 and follow(best, ent, to) == quote["ent"])
                        else:
                            good = quotes[to]["ent"] == quote["ent"]
                        count[source, name + " right"] += good
    for name, (loss, n, hit, found, gold) in tags.items():
        print(f"tags, {name}: loss {loss / max(n, 1):.4f}, precision {hit / max(found, 1):.4f}, recall {hit / max(gold, 1):.4f}, F1 {2 * hit / max(found + gold, 1):.4f}")
    g = {k: v for (s, k), v in count.items() if s == "gap"}
    if g:
        p, r = g["hit"] / max(g["says"], 1), g["hit"] / max(g["true"], 1)
        print(f"gap validation: precision {p:.3f}, recall {r:.3f}, F1 {2 * p * r / max(p + r, 1e-9):.3f}, accuracy {g['right'] / g['all']:.3f} of {g['all']}")
    for (s, k), v in sorted(count.items()):
        if s == "gap":
            continue
        if k + " right" in {b for a, b in count if a == s}:
            extra = f", answered {count[s, k + ' answered'] / v:.3f}" if (s, k + " answered") in count else ""
            new = count[s, k + " new"]
            extra += f"; of {new} that are nobody's, left {count[s, k + ' new, left'] / new:.3f}" if new else ""
            print(f"{s}: {k} {count[s, k + ' right'] / v:.3f} of {v}{extra}")
        if k == "kind gold":
            hit = count[s, "kind hit"]
            print(f"{s}: heads precision {hit / max(count[s, 'kind found'], 1):.3f}, recall {hit / v:.3f}")
    sys.stdout.flush()


if __name__ == "__main__":
    import copy

    from joint import Joint, read
    from train_joint import load

    documents, old, new = sys.argv[1:4]
    torch.set_num_threads(2)
    words, state = read(old)
    model = Joint(len(words)).eval()
    model.load_state_dict(state, strict=False)
    original = copy.deepcopy(model)
    model.load_state_dict(torch.load(new, weights_only=True) if new.endswith(".pt") else read(new)[1])
    special = [words.index(w) for w in ("[CLS]", "[SEP]", "[UNK]", "[unused0]")]
    evaluate(model, original, load(documents), special, "--half" in sys.argv)
