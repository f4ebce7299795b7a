"""Words that tell the form of a mention and its head: the pronouns of the program's list, and the words of words.txt."""

from pathlib import Path


def classes(path):
    """The words of each class of a list."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, tags = line.split("\t")
            for tag in tags.split(" "):
                found.setdefault(tag, set()).add(word)
    return found


HERE = Path(__file__).resolve().parent
LIST = classes(HERE / "words.txt")
PRONOUN_LIST = classes(HERE.parent / "words" / "pronouns.txt")
PRONOUNS = {
    word: number
    for number, group in enumerate(("he", "she", "it", "they", "i", "we", "you", "who"))
    for word in PRONOUN_LIST[group]
}
HE_SHE, THEY, FIRST, WE, YOU, NAME, DESCRIPTION = (0, 1), 3, 4, 5, 6, 8, 9
STOP, DETS, TITLES = LIST["stop"], LIST["determiner"], LIST["title"]
LINKS, VERBS, SUFFIXES = LIST["link"], LIST["verb"], LIST["suffix"]


def mention_form(words, head, given=None):
    """0–7 a class of pronouns, 8 a name, 9 a description: as given, or by the capital."""
    low = words[head].lower()
    if low in PRONOUNS and given != "name":
        return PRONOUNS[low]
    if given in ("name", "description"):
        return NAME if given == "name" else DESCRIPTION
    return NAME if words[head][:1].isupper() else DESCRIPTION


def head_of(words, first, last):
    """The head word of a span, without a parse: the last word before what follows the noun; of a pair, its "and"."""
    if first == last:
        return first
    end = last
    for at in range(first + 1, last + 1):
        if words[at].lower() in STOP:
            end = at - 1
            break
    for at in range(first + 1, end):
        if words[at].lower() == "and" and words[at + 1][:1].isalpha():
            if words[first].lower() not in DETS or words[at + 1].lower() in DETS or words[at + 1][:1].isupper():
                return at
    while end > first and (not words[end][:1].isalnum() or words[end].lower() in SUFFIXES):
        end -= 1
    return end


def name_start(words, head, least):
    """The first word of the name that ends with `head`: back over capitals and what joins them, but no title."""
    at = head
    while at > least and head - at < 6:
        before = words[at - 1]
        if before[:1].isupper() or (before.lower() in LINKS or before in ".-") and at - 1 > least and words[at - 2][:1].isupper():
            at -= 1
        else:
            break
    while at < head and (not words[at][:1].isupper() or words[at].lower() in TITLES or words[at].lower() in DETS):
        at += 1
    return at
