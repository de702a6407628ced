"""Help that stays in sight: what a card said first, and the numbers of one place."""

from typing import TYPE_CHECKING

from bot.answer import Answer, Kind
from bot.help_lines import load_help_lines
from bot.wording import Wording

if TYPE_CHECKING:
    import gradio as gr

ASKED = "Where are you?"
PINNED = ("emergency", "self_harm")  # notices of a danger told earlier


def pinned_line(answer: Answer) -> str:
    """What stays in sight from an answer on; "" where nobody was in danger."""
    if answer.kind is Kind.URGENT:
        return answer.text.partition("\n")[0]
    notice = answer.receipt.decision.notice.rpartition("/")[2]
    return f"**{answer.notice}**" if notice in PINNED else ""


def numbers_of(name: str) -> str:
    """The numbers of a place by its name, or what to call where none was picked."""
    places = [place for place in load_help_lines() if place.name == name]
    return Wording().say("help_numbers", places=places)


def create_help_panel() -> "tuple[gr.Column, gr.Markdown]":
    """The panel, hidden, and the line it shows; its numbers follow the place picked."""
    import gradio as gr

    with gr.Column(elem_id="help", visible=False) as panel:
        line = gr.Markdown(elem_id="help-line")
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
            numbers = gr.Markdown(numbers_of(""), elem_id="help-numbers")
        place.change(numbers_of, place, numbers, queue=False, api_visibility="private")
    return panel, line
