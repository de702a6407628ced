"""A conversation as a Markdown file."""

import re
from collections.abc import Sequence

from bot.web.article_page import source
from bot.web.chat import ChatMessage, text_of
from bot.wording import escape
from corpus import Article

FRAME = re.compile(r"^</?div[^>]*>\n*|\n*</div>$")


def conversation_markdown(article: Article, history: Sequence[ChatMessage]) -> str:
    """Every question and reply, with citations, disclaimers and ids; "" for none.

    Links into the article stay relative (`](#`): the page knows its own address.
    """
    if not history:
        return ""
    parts = [f"# A conversation with b12bot\n\n{escape(source(article))}"]
    for message in history:
        text = text_of(message)
        if message["role"] == "user":
            parts.append(f"## {escape(text)}")
        else:
            parts.append(FRAME.sub("", text))
    return "\n\n".join(parts) + "\n"
