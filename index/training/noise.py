"""Typing as on a phone: what a question may look like before it is mended."""

from random import Random

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in KEYS
    for at, key in enumerate(row)
}
SHORTEST = 4  # letters of a word that is misspelt
MISSPELT = (0.05, 0.2)  # share of the words, from and to


def noisy(text: str, random: Random) -> str:
    """The text in small letters without its mark, or with words misspelt."""
    if random.random() < 0.5:
        return text.lower().rstrip("?.! ") or text
    share = random.uniform(*MISSPELT)
    words = text.split()
    return " ".join(
        _misspelt(word, random) if random.random() < share else word for word in words
    )


def _misspelt(word: str, random: Random) -> str:
    """A letter left out, swapped with the next, doubled, or hit beside its key."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    at = random.randrange(1, len(word))
    letter = word[at]
    beside = NEIGHBOURS.get(letter.lower(), letter)
    changed = random.choices(
        (
            word[at + 1 :],
            word[at + 1 : at + 2] + letter + word[at + 2 :],
            letter + word[at:],
            random.choice(beside) + word[at + 1 :],
        ),
        weights=(0.3, 0.25, 0.2, 0.25),
    )[0]
    return word[:at] + changed
