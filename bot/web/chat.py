"""A turn of the chat on the page: the messages that Gradio keeps, and our reply."""

import re
from collections.abc import Sequence
from typing import Any

from bot.answer import Answer, Answerer, Kind
from bot.compose import CRISES
from bot.web.article_page import address, address_of
from bot.wording import escape
from corpus import Article

CITATION = re.compile(r"(?<!\\)\[(\d+)\]")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~$&])")
ANSWER_ID = "Answer id: "
ID_OF = re.compile(rf"{ANSWER_ID}([0-9a-f]{{12}})\b")
# How every event of the page is sent: at once, and by the page alone.
CLOSED: dict[str, Any] = {
    "queue": False,
    "api_visibility": "private",
    "show_progress": "hidden",
}

ChatMessage = dict[str, Any]  # Gradio's: role, content, options


def respond(
    bot: Answerer, message: str, history: Sequence[ChatMessage]
) -> tuple[list[ChatMessage], Answer]:
    """The conversation with the message and the reply to it added, and the answer.

    The page sends the conversation along, so no state is kept on the server.
    """
    answer = bot.ask(message, user_turns(history))
    options = [{"value": text, "label": text} for text in answer.suggestions]
    replied = with_reply(history, message, _shown(bot.article, answer))
    if options:
        replied[-1]["options"] = options
    return replied, answer


def with_reply(
    history: Sequence[ChatMessage], message: str, reply: str
) -> list[ChatMessage]:
    """The conversation with a message and what is said to it added."""
    return [
        *history,
        {"role": "user", "content": escape(message) or "(empty)"},
        {"role": "assistant", "content": reply},
    ]


def is_crisis(answer: Answer) -> bool:
    """Whether a crisis line can help, beside the emergency number."""
    decision = answer.receipt.decision
    return (
        answer.kind is Kind.URGENT and decision.rule in CRISES
    ) or decision.notice.endswith("self_harm")


def user_turns(history: Sequence[ChatMessage]) -> list[str]:
    """What the user wrote, oldest first."""
    return [text_of(each) for each in history if each["role"] == "user"]


def answer_id(reply: ChatMessage) -> str:
    """The id of the answer in a reply, "" where there is none."""
    found = ID_OF.search(text_of(reply))
    return found[1] if found else ""


def conversation_id(history: Sequence[ChatMessage]) -> str:
    """The id of a conversation: that of its first answer, "" where there is none."""
    replies = (each for each in history if each["role"] == "assistant")
    return next(map(answer_id, replies), "")


def text_of(message: ChatMessage) -> str:
    """The words of a message; Gradio gives its content as a list of blocks, or text."""
    content = message["content"]
    if not isinstance(content, str):
        blocks = (block for block in content if block.get("type") == "text")
        content = " ".join(block["text"] for block in blocks)
    return ESCAPED.sub(r"\1", content) if message["role"] == "user" else content


def _shown(article: Article, answer: Answer) -> str:
    """The reply in a frame of its kind, its places linked, its id below."""
    text = linked(article, answer)
    kind = f"{answer.kind} crisis" if is_crisis(answer) else answer.kind
    return f'<div class="{kind}">\n\n{text}\n\n{ANSWER_ID}{answer.id}\n\n</div>'


def linked(article: Article, answer: Answer) -> str:
    """The reply with each citation, and each place named, a link into the article."""
    text = answer.text
    for place in answer.related:
        title = escape(place.section or "The article")
        section = next(s for s in article.sections if s.start == place.start)
        text = text.replace(
            f"- *{title}*", f"- [{title}]({address_of(article, section)})"
        )
    if answer.kind is not Kind.ANSWER:
        return text
    excerpts = {excerpt.number: excerpt for excerpt in answer.excerpts}

    def link(citation: re.Match[str]) -> str:
        excerpt = excerpts[int(citation[1])]
        place = escape(excerpt.section or "The article").replace('"', "&quot;")
        where = address(article, excerpt.start, excerpt.end)
        return f'[\\[{citation[1]}\\]]({where} "Source: {place}")'

    return CITATION.sub(link, text)
