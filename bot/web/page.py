"""The chat page: conversation and article side by side, disclaimer always in sight."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.bot import Bot
from bot.triage import LONGEST
from bot.web.article_page import article_markdown, provenance
from bot.web.chat import ChatMessage, respond
from bot.web.help_panel import create_help_panel, pinned_line
from bot.wording import Wording

if TYPE_CHECKING:
    import gradio as gr

TITLE = "b12bot: questions about vitamin B12 deficiency"
INTRODUCTION = """\
# b12bot
Ask about vitamin B12 deficiency. The reply quotes one article, word for word, and \
each quote has a number that leads to its sentence in the article."""
ABOUT = "[About this page, and words explained](about)"
CLOSED: dict[str, Any] = {"queue": False, "api_visibility": "private"}


def create_page(bot: Bot) -> "gr.Blocks":
    """Build the page; nothing is served yet."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    disclaimer = Wording().say("disclaimer")
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        gr.Markdown(INTRODUCTION, elem_id="title")
        panel, line = create_help_panel()
        with gr.Row():
            with gr.Column(scale=6, min_width=320):
                chat = gr.Chatbot(
                    elem_id="chat",
                    label="Conversation",
                    height=None,
                    autoscroll=False,
                    line_breaks=False,
                    examples=[{"text": text} for text in _example_questions(bot)],
                    placeholder="Ask a question, or pick one of these.",
                    buttons=["copy"],
                    feedback_options=None,
                    latex_delimiters=[],
                    allow_tags=False,
                    watermark=disclaimer,
                )
                question = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    placeholder="Which blood tests show a deficiency?",
                    max_length=LONGEST + 1,
                    submit_btn="Ask",
                    autofocus=True,
                )
            with gr.Column(scale=5, min_width=320):
                with gr.Accordion("About this article", open=False):
                    gr.Markdown(provenance(bot.article))
                gr.Markdown(
                    article_markdown(bot.article),
                    elem_id="article",
                    latex_delimiters=[],
                )
        gr.Markdown(f"{disclaimer} {ABOUT}", elem_id="disclaimer")

        def reply(message: str, history: Sequence[ChatMessage]) -> list[Any]:
            replied, answer = respond(bot, message, history)
            pinned = pinned_line(answer)
            return ["", replied, gr.Column(visible=bool(pinned)), pinned]

        def pick_example(
            event: gr.SelectData, history: Sequence[ChatMessage]
        ) -> list[Any]:
            return reply(event.value["text"], history)

        def pick_option(
            event: gr.SelectData, history: Sequence[ChatMessage]
        ) -> list[Any]:
            return reply(event.value, history)

        replied = [question, chat, panel, line]
        question.submit(reply, [question, chat], replied, **CLOSED)
        chat.example_select(pick_example, chat, replied, **CLOSED)
        chat.option_select(pick_option, chat, replied, **CLOSED)
        chat.clear(lambda: gr.Column(visible=False), None, panel, **CLOSED)
    return page


def _example_questions(bot: Bot) -> list[str]:
    return [
        bot.article.shown(pair.question.start, pair.question.end)
        for pair in bot.article.questions
    ]
