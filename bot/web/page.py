"""The chat page: conversation and article side by side, disclaimer always in sight."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.settings import Keep
from bot.store.keeping import Keeper
from bot.triage import LONGEST
from bot.web.article_page import (
    article_markdown,
    contents_markdown,
    provenance,
    source,
)
from bot.web.chat import (
    CLOSED,
    ChatMessage,
    conversation_id,
    respond,
    user_turns,
    with_reply,
)
from bot.web.export import conversation_markdown
from bot.web.feedback_panel import THUMBS, FeedbackDesk, create_feedback_panel
from bot.web.frame import TITLE
from bot.web.help_panel import (
    NOTHING,
    Pinned,
    create_help_panel,
    pinned_by,
    pinned_in,
    shown,
)
from bot.web.reception import BusyError, Reception, TooOftenError
from bot.web.watched import Watched
from bot.wording import Wording
from corpus import Article

if TYPE_CHECKING:
    import gradio as gr

HEADER = """\
# b12bot
Questions about vitamin B12 deficiency, answered in the words of one article.
[About and hard words](about) [Privacy](privacy)"""
KEPT_UNDER = "b12bot-chat"  # in the browser's local storage, where asked for
# Pages whose layout Gradio remembers, 60 KB each; one that it forgot it makes anew.
SESSIONS = 300


def create_page(bot: Watched, keeper: Keeper, reception: Reception) -> "gr.Blocks":
    """Build the page; nothing is served yet. Where nothing is kept, without thumbs."""
    has_thumbs = keeper.keep is not Keep.NONE
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        gr.Markdown(HEADER, elem_id="title")
        help_panel = create_help_panel()
        with gr.Row(elem_id="panes"):
            with gr.Column(scale=6, min_width=320, elem_id="talk"):
                chat = _create_chat(bot.article, has_thumbs=has_thumbs)
                if has_thumbs:
                    create_feedback_panel(FeedbackDesk(bot.bot, keeper), chat)
                question = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    placeholder="Which blood tests show a deficiency?",
                    max_length=LONGEST + 1,
                    submit_btn="Ask",
                )
                with gr.Row(elem_id="tools"):
                    new = gr.Button("New chat", size="sm", elem_id="new")
                    gr.Button("Save", size="sm", elem_id="save")
                    gr.Button("Print", size="sm", elem_id="print")
                    wipe = gr.Button(
                        "Clear everything on this device", size="sm", elem_id="wipe"
                    )
                    keep = gr.Checkbox(
                        label="Keep this chat on this device", elem_id="keep"
                    )
            with gr.Column(scale=5, min_width=320, elem_id="reading"):
                _create_article(bot.article)
        gr.Markdown(Wording().say("disclaimer_bar"), elem_id="disclaimer")
        kept = gr.BrowserState(storage_key=KEPT_UNDER, secret=KEPT_UNDER)
        saved = gr.Textbox(visible="hidden", elem_id="conversation", label="As text")
        gr.Textbox(
            source(bot.article), visible="hidden", elem_id="source", label="Source"
        )

        def told(
            history: Sequence[ChatMessage], pinned: Pinned, *, keeps: bool
        ) -> list[Any]:
            text = conversation_markdown(bot.article, history)
            memory = history if keeps else gr.skip()
            return ["", history, text, memory, *shown(pinned)]

        def replied(
            message: str, history: Sequence[ChatMessage], keeps: bool
        ) -> list[Any]:
            talk, answer = respond(bot, message, history)
            turns = user_turns(history)
            keeper.note(
                answer, [*turns, message], conversation=conversation_id(history)
            )
            return told(talk, pinned_by(answer), keeps=keeps)

        async def reply(
            message: str,
            history: Sequence[ChatMessage],
            keeps: bool,
            request: gr.Request,
        ) -> list[Any]:
            client = request.client.host if request.client else ""
            try:
                return await reception(lambda: replied(message, history, keeps), client)
            except BusyError as error:
                too_often = isinstance(error, TooOftenError)
                put_off = Wording().say("busy", too_often=too_often)
                talk = with_reply(history, message, put_off)
                return told(talk, pinned_in(history), keeps=keeps)

        async def pick_example(
            event: gr.SelectData,
            history: Sequence[ChatMessage],
            keeps: bool,
            request: gr.Request,
        ) -> list[Any]:
            return await reply(event.value["text"], history, keeps, request)

        async def pick_option(
            event: gr.SelectData,
            history: Sequence[ChatMessage],
            keeps: bool,
            request: gr.Request,
        ) -> list[Any]:
            return await reply(event.value, history, keeps, request)

        async def ask_again(
            history: Sequence[ChatMessage], keeps: bool, request: gr.Request
        ) -> list[Any]:
            *before, message = user_turns(history)
            return await reply(message, history[: 2 * len(before)], keeps, request)

        def restore(history: Sequence[ChatMessage] | None) -> list[Any]:
            if not history:  # a question asked before this must not be wiped away
                return [gr.skip()] * 8
            return [*told(history, pinned_in(history), keeps=True), True]

        def clear() -> list[Any]:
            # Empty, not None, which Gradio does not write; talking.js does the rest.
            return [*told([], NOTHING, keeps=True), False]

        everything = [question, chat, saved, kept, *help_panel.outputs]
        question.submit(reply, [question, chat, keep], everything, **CLOSED)
        chat.example_select(pick_example, [chat, keep], everything, **CLOSED)
        chat.option_select(pick_option, [chat, keep], everything, **CLOSED)
        chat.retry(ask_again, [chat, keep], everything, **CLOSED)
        keep.input(
            lambda history, keeps: history if keeps else [],
            [chat, keep],
            kept,
            **CLOSED,
        )
        page.load(restore, kept, [*everything, keep], **CLOSED)
        new.click(clear, None, [*everything, keep], **CLOSED)
        wipe.click(clear, None, [*everything, keep], **CLOSED)
    page.state_session_capacity = SESSIONS
    return page


def _create_chat(article: Article, *, has_thumbs: bool) -> "gr.Chatbot":
    import gradio as gr

    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        height=None,
        autoscroll=False,
        line_breaks=False,
        examples=[{"text": text} for text in _example_questions(article)],
        placeholder=Wording().say("opening", article=article),
        buttons=[],
        feedback_options=THUMBS if has_thumbs else None,
        latex_delimiters=[],
        allow_tags=False,
    )


def _create_article(article: Article) -> None:
    import gradio as gr

    with gr.Accordion("About this article", open=False):
        gr.Markdown(provenance(article))
    with gr.Accordion("Contents", open=False, elem_id="contents"):
        gr.Markdown(contents_markdown(article))
    gr.Markdown(article_markdown(article), elem_id="article", latex_delimiters=[])


def _example_questions(article: Article) -> list[str]:
    return [
        article.shown(pair.question.start, pair.question.end)
        for pair in article.questions
    ]
