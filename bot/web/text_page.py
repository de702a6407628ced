"""Pages of text beside the chat: what this is, and what is kept."""

from html import escape
from pathlib import Path

FRAME = Path(__file__).parent / "static" / "text_page.html"


def text_page(title: str, markdown: str) -> str:
    """A page of HTML, whole: it needs no script and nothing from another address."""
    from markdown_it import MarkdownIt

    # "html" off: what stands in the text is shown, never run.
    body = MarkdownIt("commonmark", {"html": False}).render(markdown)
    frame = FRAME.read_text("utf-8")
    return frame.replace("{title}", escape(title)).replace("{body}", body)
