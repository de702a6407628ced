"""Reading article files: the bundled one, what is accepted, and what is refused."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, ArticleError, read_article

PIECES = [  # what articles are made of
    "# ", "## ", "- ", "1. ", "Q1: ", "A1: ", "\n", "\r\n", "\n\n", "Pears grow. ",
    "Why? ", "*", "[a](b)", "`", "|", ">", "\t", "\u00a0", "\ufeff", "\u2028", "\x00",
    "e.g. ", "...",
]  # fmt: skip


def written(folder: Path, data: str | bytes, metadata: str = "") -> Path:
    path = folder / "pears.md"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    if metadata:
        path.with_suffix(".toml").write_text(metadata, "utf-8")
    return path


def test_the_bundled_article(b12_article: Article) -> None:
    assert b12_article.sha256 == (
        "4c7cc9f4aaee63e25bbfe2dc0d307d68c00fe3aed211857511b80f4b9c376e6f"
    )
    assert len(b12_article.sections) == 10
    assert len(b12_article.sentences) == 143
    assert b12_article.sections[0].title == "Introduction"
    assert b12_article.sections[-1].title == "Important Keywords"


def test_the_bundled_metadata_invent_nothing(b12_article: Article) -> None:
    assert b12_article.publisher == "topvitamine.com"
    assert (b12_article.url, b12_article.date) == ("", "")


def test_the_bundled_questions_and_answers(b12_article: Article) -> None:
    pairs = [
        (b12_article.text[q.start : q.end], b12_article.text[a.start : a.end])
        for q, a in ((pair.question, pair.answer) for pair in b12_article.questions)
    ]
    assert len(pairs) == 5
    assert pairs[1] == (
        "Can neurological symptoms caused by B12 deficiency be reversed?",
        "Yes, if caught early. Supplementation can halt and often reverse symptoms in "
        "the early stages. In long-term or severe cases, damage may be irreversible.",
    )
    assert not any(re.match(r"[QA]\d", text) for pair in pairs for text in pair)


def test_windows_line_ends_a_mark_and_markdown(tmp_path: Path) -> None:
    text = "\ufeff# Pears\r\n\r\n- Pears are *green*.\r\n* They grow.\r\n\r\n"
    text += "## Keeping pears\r\n1. Cool them. Then wait.\r\n"
    article = read_article(written(tmp_path, text))
    assert article.title == "Pears"
    assert [section.title for section in article.sections] == ["Pears", "Keeping pears"]
    assert [article.text[s.start : s.end] for s in article.sentences] == [
        "Pears are *green*.",
        "They grow.",
        "Cool them.",
        "Then wait.",
    ]
    assert article.text == text  # as stored
    assert article.sentences[0].start == len("\ufeff# Pears\r\n\r\n- ")


def test_metadata_beside_the_article(tmp_path: Path) -> None:
    metadata = 'id = "p1"\ntitle = "On pears"\ndate = "2020-02-02"\nrights = "None."'
    article = read_article(written(tmp_path, "Pears\nThey grow.", metadata))
    assert (article.id, article.title, article.date) == ("p1", "On pears", "2020-02-02")
    assert (article.publisher, article.url, article.note) == ("", "", "")
    (tmp_path / "pears.toml").unlink()
    bare = read_article(written(tmp_path, "Pears grow."))
    assert (bare.id, bare.title, bare.date) == ("pears", "pears", "")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Pears.\nGreen.\nna\xefve.", r"pears\.md, line 3: not UTF-8"),
        ("Pears.".encode("utf-16"), "line 1: not UTF-8"),
        (b"Pears\0 grow.", "NUL characters"),
        (b"# Pears\n\n## Green pears\n", "no sentence"),
        (b"", "no sentence"),
        ("\ufeff \n".encode(), "no sentence"),
    ],
    ids=["latin-1", "utf-16", "nul", "headings", "empty", "blank"],
)
def test_unfit_files_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ArticleError, match=message) as error:
        read_article(written(tmp_path, data))
    assert error.value.cure


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Pears grow.")
    os.truncate(path, 50_000_001)
    with pytest.raises(ArticleError, match="50,000,001 bytes; the limit is 50,000,000"):
        read_article(path)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"none\.txt: cannot be read \(No such file"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(ArticleError, match="Is a directory"):
        read_article(tmp_path)


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ("title = ", r"pears\.toml: cannot be read as TOML"),
        ('titel = "Pears"', "entries: titel"),
        ("date = 2020-02-02", "entries: date"),
        ('[title]\nen = "Pears"', "entries: title"),
    ],
)
def test_unfit_metadata_are_refused(
    tmp_path: Path, metadata: str, message: str
) -> None:
    with pytest.raises(ArticleError, match=message):
        read_article(written(tmp_path, "Pears grow.", metadata))


def outcome(path: Path) -> Article | ArticleError:
    try:
        return read_article(path)
    except ArticleError as error:
        return error


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(st.characters(), max_size=300),
        st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    )
)
def test_any_bytes_are_an_article_or_an_article_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes | str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    path.write_bytes(raw)
    article = outcome(path)
    if isinstance(article, ArticleError):
        assert str(path) in article.message
        assert article.cure
        return
    assert article.text.encode() == raw
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end].strip()
        assert article.shown(sentence.start, sentence.end)
