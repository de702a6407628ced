"""Text as people see it, links reduced to their words, mapped to its source."""

import re
from dataclasses import dataclass

LINK = re.compile(
    r"""!?\[(?P<words>[^\[\]\n]+)\]          # [words], or ![words] of an image
        \((?:[^()\s]|\([^()\s]*\))*          # (address, one level of brackets inside
        (?:[ \t]+"[^"\n]*")?\)               #  "title")""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Display:
    """What is shown of a source text.

    Character `i` of `text` stands for `source[starts[i]:ends[i]]`: itself, or the whole
    link where it is one of a link's words. So no span cuts a link.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source of `text[start:end]`, which must not be empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(
                f"no characters between {start} and {end} of {len(self.text)}"
            )
        return self.starts[start], self.ends[end - 1]


def display(source: str) -> Display:
    """Reduce each Markdown link of `source` to its words."""
    starts, ends, cursor = [], [], 0
    for link in LINK.finditer(source):
        words = len(link["words"])
        starts += [*range(cursor, link.start()), *[link.start()] * words]
        ends += [*range(cursor + 1, link.start() + 1), *[link.end()] * words]
        cursor = link.end()
    starts += range(cursor, len(source))
    ends += range(cursor + 1, len(source) + 1)
    text = LINK.sub(lambda link: link["words"], source)
    return Display(text, tuple(starts), tuple(ends))


def link_words(source: str) -> tuple[tuple[int, int], ...]:
    """Where the words of links stand in the display of `source`, as spans."""
    spans, removed = [], 0
    for link in LINK.finditer(source):
        first, last = link.span("words")
        removed += first - link.start()
        spans.append((first - removed, last - removed))
        removed += link.end() - last
    return tuple(spans)
