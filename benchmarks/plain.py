"""The plain build: what a good tutorial gives, to hold our times against.

`python -m benchmarks.plain PORT`: fixed pieces of the article, one vector each, the
three nearest ones quoted, in Gradio's own chat.
"""

import sys

import faiss
import gradio as gr
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

from corpus import read_article
from index.model import untuned_model


def main() -> None:
    """Serve the chat until interrupted."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    pieces = splitter.split_text(read_article().text)
    model = SentenceTransformer(str(untuned_model().path), device="cpu")
    index = faiss.IndexFlatIP(384)
    index.add(model.encode(pieces, normalize_embeddings=True))

    def reply(message: str, _: object) -> str:
        question = model.encode([message], normalize_embeddings=True)
        scores, rows = index.search(question, 3)
        near = [pieces[r] for s, r in zip(scores[0], rows[0], strict=True) if s > 0.35]
        return "\n\n".join(f"> {each}" for each in near) or "Not covered."

    chat = gr.ChatInterface(reply, api_name="chat")
    chat.launch(server_port=int(sys.argv[1]), quiet=True)


if __name__ == "__main__":
    main()
