"""A bare FastAPI service: what HTTP alone costs. `python -m benchmarks.bare PORT`."""

import sys

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Question(BaseModel):
    """What our HTTP API takes."""

    turns: list[str]


class Echo(BaseModel):
    """The fields that the clients look at."""

    text: str
    resolved_question: str


@app.post("/api/v1/answers")
async def answer(question: Question) -> Echo:
    """Give the question back."""
    return Echo(text=question.turns[-1], resolved_question=question.turns[-1])


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
