"""Help that stays in sight: what a card said first, and the numbers of one place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer import Answer, Kind
from bot.help_lines import load_help_lines
from bot.web.chat import CLOSED, ChatMessage, is_crisis, text_of
from bot.wording import Wording

if TYPE_CHECKING:
    import gradio as gr

ASKED = "Where are you?"
CARD = re.compile(rf'<div class="{Kind.URGENT}( crisis)?">\n+(.+)')
PINNED = ("emergency", "self_harm")  # notices of a danger told earlier


@dataclass(frozen=True, slots=True)
class Pinned:
    """A line that stays in sight ("" for none), and whether crisis lines go with it."""

    line: str
    is_crisis: bool


NOTHING = Pinned("", is_crisis=False)


def pinned_by(answer: Answer) -> Pinned:
    """What stays in sight from an answer on."""
    if answer.kind is Kind.URGENT:
        return Pinned(answer.text.partition("\n")[0], is_crisis(answer))
    notice = answer.receipt.decision.notice.rpartition("/")[2]
    line = f"**{answer.notice}**" if notice in PINNED else ""
    return Pinned(line, is_crisis(answer))


def pinned_in(history: Sequence[ChatMessage]) -> Pinned:
    """What stays in sight of a conversation that was kept: the latest card's line."""
    cards = [card for each in history if (card := CARD.match(text_of(each)))]
    return Pinned(cards[-1][2], bool(cards[-1][1])) if cards else NOTHING


def numbers_of(name: str, crisis: bool) -> str:
    """The numbers of a place by its name, or what to call where none was picked."""
    places = [
        place if crisis else place.model_copy(update={"crisis": None})
        for place in load_help_lines()
        if place.name == name
    ]
    return Wording().say("help_numbers", places=places)


@dataclass(frozen=True, slots=True)
class HelpPanel:
    """The panel's components, in the order in which `shown` gives their values."""

    panel: "gr.Column"
    line: "gr.Markdown"
    crisis: "gr.Checkbox"

    @property
    def outputs(self) -> list[Any]:
        """What an event that changes the panel has to name."""
        return [self.panel, self.line, self.crisis]


def shown(pinned: Pinned) -> list[Any]:
    """The panel with a line, or hidden where there is none."""
    import gradio as gr

    return [gr.Column(visible=bool(pinned.line)), pinned.line, pinned.is_crisis]


def create_help_panel() -> HelpPanel:
    """The panel, hidden; its numbers follow the place picked and the kind of help."""
    import gradio as gr

    with gr.Column(elem_id="help", visible=False) as panel:
        line = gr.Markdown(elem_id="help-line")
        crisis = gr.Checkbox(visible=False)
        with gr.Row():
            place = gr.Dropdown(
                [(ASKED, ""), *((each.name, each.name) for each in load_help_lines())],
                value="",
                label=ASKED,
                show_label=False,
                container=False,
                elem_id="help-place",
                min_width=140,
            )
            numbers = gr.Markdown(numbers_of("", crisis=False), elem_id="help-numbers")
        for asked in (place, crisis):
            asked.change(numbers_of, [place, crisis], numbers, **CLOSED)
    return HelpPanel(panel, line, crisis)
