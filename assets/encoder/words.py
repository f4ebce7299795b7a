"""Words that tell the form of a mention and its head. The program has the same lists."""

PRONOUNS = {}
for number, group in enumerate((
    "he him his himself", "she her hers herself", "it its itself", "they them their theirs themselves",
    "i me my mine myself", "we us our ours ourselves", "you your yours yourself yourselves thou thee thy thine",
    "who whom whose which that",
)):
    for one in group.split():
        PRONOUNS[one] = number
HE_SHE, THEY, FIRST, WE, YOU, NAME, DESCRIPTION = (0, 1), 3, 4, 5, 6, 8, 9
STOP = set("of in on at with from who whom which that to for by as whose when where , ; ( -- — – :".split())
DETS = set("the a an his her my their our your its this that these those some one another".split())
TITLES = set("mr mrs ms miss dr sir lady lord captain colonel major professor madame mme monsieur m st rev sen gov rep gen "
             "mr. mrs. ms. dr. st. rev. sen. gov. rep. gen. prof. prof president senator governor king queen prince princess".split())
LINKS = set("de van von der bin al la del di da le of".split())
VERBS = set("said says replied cried asked answered added exclaimed whispered observed returned began continued went thought "
            "remarked murmured muttered shouted called told repeated broke put came laughed sighed sang wrote inquired enquired "
            "demanded".split())
SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}


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
