"""Splitting a paragraph into sentences with exact offsets."""

import re

from corpus.display import display, link_words

SPACE = re.compile(r"\s")


def sentence_spans(source: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of `source`, one paragraph, without the space around them.

    The splitter (sentencex) reads the text as displayed, so no address in a link can
    mislead it; a boundary inside the words of a link is ignored.
    """
    from sentencex import get_sentence_boundaries

    shown, links = display(source), link_words(source)
    spans: list[tuple[int, int]] = []
    start = 0
    # A capital letter, a no-break space and a full stop make the splitter panic.
    plain = SPACE.sub(" ", shown.text)
    for boundary in get_sentence_boundaries("en", plain):
        end = boundary["end_index"]
        if end < len(shown.text) and any(a < end < b for a, b in links):
            continue
        spans += _trimmed(shown.text, start, end)
        start = end
    return tuple(shown.span(*span) for span in spans)


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span without white space around it; no span where nothing is left."""
    words = text[start:end].strip()
    if not words:
        return []
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return [(start, start + len(words))]
