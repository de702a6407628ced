"""Thumbs under the answers: a reason is asked for where one points down."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.answer import Answerer
from bot.settings import Keep
from bot.store.answers import LONGEST_COMMENT, OPINIONS, REASONS, kept_answer
from bot.store.database import StoreError
from bot.store.keeping import Keeper
from bot.web.chat import CLOSED, ChatMessage, answer_id, conversation_id, user_turns

if TYPE_CHECKING:
    import gradio as gr

THUMBS = ("Like", "Dislike")  # Gradio's names of its icons
KEPT = "Thank you. This was kept with the answer's id {id}. See [Privacy](privacy)."
EXPLAINED = "Thank you. Your reason was added to answer {id}."
LABELS = (
    "It quotes the wrong part of the article",
    "It does not answer my question",
    "It is hard to understand",
    "Something else",
)  # of REASONS
NOT_KEPT = "Sorry, this could not be saved just now. The chat goes on as before."
TAKEN_BACK = "Taken back: nothing is kept of this answer."


class FeedbackDesk:
    """Takes in what users say of the answers in a conversation."""

    def __init__(self, bot: Answerer, keeper: Keeper) -> None:
        self._bot = bot
        self._keeper = keeper

    def rate(
        self,
        history: Sequence[ChatMessage],
        place: int,
        *,
        is_helpful: bool | None,
        reason: str = "",
        comment: str = "",
    ) -> str:
        """Keep a thumb for the reply at `place`, or take it back (None); say so.

        The page sends the conversation, so the answer is found anew rather than taken
        from it: nobody can have words kept as ours that we did not say.
        """
        is_reply = 0 < place < len(history) and history[place]["role"] == "assistant"
        found = answer_id(history[place]) if is_reply else ""
        if not found:
            return ""
        turns = user_turns(history[:place])
        try:
            if is_helpful is None:
                is_kept_for_this = self._keeper.keep is Keep.FEEDBACK
                self._keeper.answers.unrate(found, forgets=is_kept_for_this)
                return TAKEN_BACK
            said = kept_answer(
                self._bot.ask(turns[-1], turns[:-1]),
                turns,
                id=found,
                conversation=conversation_id(history) or found,
                article_sha256=self._bot.article.sha256,
                opinion=OPINIONS[0 if is_helpful else 1],
                reason=reason,
                comment=comment,
            )
            self._keeper.answers.rate(said)
        except StoreError:
            return NOT_KEPT
        return (EXPLAINED if reason or comment else KEPT).format(id=found)


def create_feedback_panel(desk: FeedbackDesk, chat: "gr.Chatbot") -> None:
    """The panel, hidden until a thumb is given; the thumbs are the chat's own."""
    import gradio as gr

    with gr.Column(elem_id="feedback", visible=False) as panel:
        said = gr.Markdown(elem_id="feedback-said")
        with gr.Column(visible=False) as form:
            place = gr.Number(visible=False, precision=0)
            reason = gr.Radio(
                list(zip(LABELS, REASONS, strict=True)),
                label="What was wrong with this answer?",
            )
            comment = gr.Textbox(
                label="Anything else? (optional; please leave out names)",
                max_length=LONGEST_COMMENT,
                lines=1,
            )
            send = gr.Button("Send", size="sm", elem_id="send-feedback")

    def thumb(event: gr.LikeData, history: Sequence[ChatMessage]) -> list[Any]:
        verdict = event.liked if isinstance(event.liked, bool) else None
        at = event.index[0] if isinstance(event.index, list | tuple) else event.index
        told = desk.rate(history, int(at), is_helpful=verdict)
        asks_why = verdict is False
        return [
            gr.Column(visible=bool(told)),
            gr.Column(visible=asks_why),
            at,
            None,
            "",
            told,
        ]

    def explain(
        at: int, why: str | None, more: str, history: Sequence[ChatMessage]
    ) -> list[Any]:
        told = desk.rate(history, at, is_helpful=False, reason=why or "", comment=more)
        return [gr.Column(visible=False), told]

    chat.like(thumb, chat, [panel, form, place, reason, comment, said], **CLOSED)
    send.click(explain, [place, reason, comment, chat], [form, said], **CLOSED)
    chat.change(lambda: gr.Column(visible=False), None, panel, **CLOSED)
