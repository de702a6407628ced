"""How the page looks: calm colours, and a serif face for the article's own words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr


def create_theme() -> "gr.themes.Base":
    """The theme, light and dark; every face is one that the reader's device has."""
    import gradio as gr

    theme = gr.themes.Base(
        primary_hue="teal",
        neutral_hue="slate",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
    return theme.set(
        body_background_fill="#f5f6f4",
        body_background_fill_dark="#12171b",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1a2127",
        background_fill_secondary="#f0f2f0",
        background_fill_secondary_dark="#232c34",
        body_text_color="#1f2933",
        body_text_color_dark="#e6eaee",
        body_text_color_subdued="#52606d",
        body_text_color_subdued_dark="#aab6c2",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1a2127",
        block_border_width="1px",
        block_border_color="#d5dbd9",
        block_border_color_dark="#333f49",
        block_label_text_color="#52606d",
        block_label_text_color_dark="#aab6c2",
        block_radius="10px",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1a2127",
        input_placeholder_color="#5f6d7a",
        input_placeholder_color_dark="#9aa7b4",
        button_primary_background_fill="#0f5f59",
        button_primary_background_fill_hover="#0b4a46",
        button_primary_background_fill_dark="#146e67",
        button_primary_text_color="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_dark="#232c34",
        button_secondary_border_color="#b8c2c0",
        button_secondary_border_color_dark="#45525d",
        button_secondary_text_color="#1f2933",
        button_secondary_text_color_dark="#e6eaee",
        color_accent="#0f766e",
        color_accent_soft="#e3f1ef",
        color_accent_soft_dark="#17383a",
        link_text_color="#0f5f59",
        link_text_color_dark="#79d6cb",
        link_text_color_hover="#0b4a46",
        link_text_color_hover_dark="#a5e5dd",
        link_text_color_visited="#0f5f59",
        link_text_color_visited_dark="#79d6cb",
    )
