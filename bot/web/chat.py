"""A turn of the chat on the page: the messages that Gradio keeps, and our reply."""

import re
from collections.abc import Sequence
from typing import Any

from bot.answer import Answer, Kind
from bot.bot import Bot
from bot.web.article_page import anchor
from bot.wording import escape

CITATION = re.compile(r"(?<!\\)\[(\d+)\]")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~$&])")

ChatMessage = dict[str, Any]  # Gradio's: role, content, options


def respond(
    bot: Bot, message: str, history: Sequence[ChatMessage]
) -> tuple[list[ChatMessage], Answer]:
    """The conversation with the message and the reply to it added, and the answer.

    The page sends the conversation along, so no state is kept on the server.
    """
    answer = bot.ask(message, _user_turns(history))
    options = [{"value": text, "label": text} for text in answer.suggestions]
    replied = [
        *history,
        {"role": "user", "content": escape(message) or "(empty)"},
        {"role": "assistant", "content": _linked(answer), "options": options},
    ]
    return replied, answer


def _linked(answer: Answer) -> str:
    """The reply with each citation a link to its sentence on the page."""
    starts = {excerpt.number: excerpt for excerpt in answer.excerpts}

    def link(citation: re.Match[str]) -> str:
        excerpt = starts[int(citation[1])]
        place = escape(excerpt.section or "The article").replace('"', "&quot;")
        return f'[\\[{citation[1]}\\]](#{anchor(excerpt.start)} "Source: {place}")'

    text = (
        CITATION.sub(link, answer.text) if answer.kind is Kind.ANSWER else answer.text
    )
    return f"{text}\n\nAnswer id: {answer.id}"


def _user_turns(history: Sequence[ChatMessage]) -> list[str]:
    return [
        ESCAPED.sub(r"\1", _text_of(message["content"]))
        for message in history
        if message["role"] == "user"
    ]


def _text_of(content: Any) -> str:
    """The words of a message; Gradio gives a list of blocks, or plain text."""
    if isinstance(content, str):
        return content
    return " ".join(block["text"] for block in content if block.get("type") == "text")
