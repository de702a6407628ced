"""Links are shown as their words, and every shown character maps to its source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.display import LINK, display, link_words

WORDS = st.text("abé’— .", min_size=1, max_size=8)
ADDRESS = st.sampled_from(
    ["u", "https://x.example/a.b?c=1.2", "/wiki/B12_(vitamin)", 'u "a title"', ""]
)
LINKS = st.builds("{}[{}]({})".format, st.sampled_from(["", "!"]), WORDS, ADDRESS)
PLAIN = st.text("abé’— .\n([", min_size=1, max_size=8)
SOURCES = st.lists(st.one_of(PLAIN, LINKS), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", ""),
        ("Plain text.", "Plain text."),
        ("See [our shop](https://x.example/a) now.", "See our shop now."),
        ("[a](b)[c](d)", "ac"),
        ("![A red apple](apple.png)", "A red apple"),
        ("[B12](https://x.example/B12_(vitamin)) helps", "B12 helps"),
        ('[B12](x "The vitamin") helps', "B12 helps"),
        ("Not a link: [1] (see below)", "Not a link: [1] (see below)"),
        ("[two\nlines](x)", "[two\nlines](x)"),
        ("[spaced](a b)", "[spaced](a b)"),
        ("“Über” — [naïve](x)…", "“Über” — naïve…"),
    ],
)
def test_links_are_reduced_to_their_words(source: str, shown: str) -> None:
    assert display(source).text == shown


def test_each_character_of_a_links_words_stands_for_the_whole_link() -> None:
    source = "a [bcd](x) e"
    shown = display(source)
    pieces = [
        source[start:end] for start, end in zip(shown.starts, shown.ends, strict=True)
    ]
    assert pieces == ["a", " ", *["[bcd](x)"] * 3, " ", "e"]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 3, "See"),
        (4, 12, "[our shop](u)"),
        (0, 17, "See [our shop](u) now."),
        (4, 7, "[our shop](u)"),
        (9, 11, "[our shop](u)"),
        (2, 5, "e [our shop](u)"),
    ],
)
def test_span_finds_the_source_of_a_shown_stretch(
    start: int, end: int, found: str
) -> None:
    source = "See [our shop](u) now."
    a, b = display(source).span(start, end)
    assert source[a:b] == found


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 4), (3, 4)])
def test_span_refuses_stretches_without_characters(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"between {start} and {end} of 3"):
        display("[abc](x)").span(start, end)


def test_link_words_are_offsets_into_the_shown_text() -> None:
    source = "See [our shop](u) and ![a map](v)."
    shown = display(source).text
    assert [shown[a:b] for a, b in link_words(source)] == ["our shop", "a map"]


@given(SOURCES)
@settings(max_examples=300, deadline=None)
def test_every_shown_character_maps_to_itself(source: str) -> None:
    shown = display(source)
    linked = {i for a, b in link_words(source) for i in range(a, b)}
    for i, char in enumerate(shown.text):
        piece = source[shown.starts[i] : shown.ends[i]]
        if i in linked:
            assert LINK.fullmatch(piece)
            assert char in piece
        else:
            assert piece == char


@given(SOURCES)
@settings(max_examples=300, deadline=None)
def test_shown_characters_cover_the_source_without_gaps(source: str) -> None:
    shown = display(source)
    assert len(shown.text) == len(shown.starts) == len(shown.ends)
    covered = {
        i
        for start, end in zip(shown.starts, shown.ends, strict=True)
        for i in range(start, end)
    }
    assert covered == set(range(len(source)))
    if source:
        assert shown.span(0, len(shown.text)) == (0, len(source))


@given(SOURCES.filter(bool), st.data())
@settings(max_examples=300, deadline=None)
def test_a_stretch_of_whole_links_shows_the_same_again(
    source: str, data: st.DataObject
) -> None:
    shown = display(source)
    start = data.draw(st.integers(0, len(shown.text) - 1), "start")
    end = data.draw(st.integers(start + 1, len(shown.text)), "end")
    for a, b in link_words(source):
        start = a if a < start < b else start
        end = b if a < end < b else end
    first, last = shown.span(start, end)
    assert display(source[first:last]).text == shown.text[start:end]
