"""The bundled model's graph without weights: `python -m index.training.graph`.

Needs onnxscript (the `training` extra). The graph changes only where the model's
architecture does; what was trained in it is kept apart (`index/tuning.py`).
"""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
import typer
from onnx import GraphProto, ModelProto, TensorProto, numpy_helper
from safetensors.numpy import load_file
from torch import Tensor
from torch.nn import Module

from index.encoder import Vectors
from index.model import untuned_model
from index.onnx_encoder import GRAPH, named

EXAMPLE = torch.arange(1000, 1033).reshape(3, 11)  # any tokens


class States(Module):
    """A BERT that gives the last layer's states of texts of one kind."""

    def __init__(self, bert: Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """States (texts, tokens, dimension) of token ids and mask (texts, tokens)."""
        given = {"input_ids": input_ids, "attention_mask": attention_mask}
        states: Tensor = self.bert(
            **given, token_type_ids=torch.zeros_like(input_ids)
        ).last_hidden_state
        return states


def main(to: Path = GRAPH) -> None:
    """Export the graph, take the weights out, and write it."""
    model = untuned_model()
    exported = _exported(model.path)
    stored = load_file(model.path / "model.safetensors")
    _without_weights(exported.graph, dict(named(stored.items())))
    to.write_bytes(exported.SerializeToString())


def _exported(folder: Path) -> ModelProto:
    from transformers import AutoModel

    # The plain attention, which is what runtimes know to fuse.
    bert = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    axes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=512)}
    program = torch.onnx.export(
        States(bert).eval(),
        (EXAMPLE, torch.ones_like(EXAMPLE)),
        dynamo=True,
        dynamic_shapes={"input_ids": axes, "attention_mask": axes},
        input_names=["input_ids", "attention_mask"],
        output_names=["states"],
        opset_version=18,
    )
    assert program is not None  # noqa: S101 - none is given without dynamo
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "whole.onnx"
        program.save(path, external_data=False)
        return onnx.load(path)


def _without_weights(graph: GraphProto, weights: dict[str, Vectors]) -> None:
    """Leave of each weight its name and shape, and no remark of the exporter."""
    names = {
        each.name: name
        for each in graph.initializer
        if each.data_type == TensorProto.FLOAT and (name := _name(each, weights))
    }
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    for each in graph.initializer:
        if each.name in names:
            each.name = names[each.name]
            each.ClearField("raw_data")
            each.data_location = TensorProto.EXTERNAL
            each.external_data.add(key="location", value="weights")
    graph.ClearField("value_info")
    graph.ClearField("metadata_props")


def _name(initializer: TensorProto, weights: dict[str, Vectors]) -> str:
    """The weight that an initializer is, "" for a small constant."""
    values = numpy_helper.to_array(initializer)
    own = initializer.name.removeprefix("bert.")
    if own in weights:
        return own
    same = (name for name, each in weights.items() if np.array_equal(each, values))
    return next(same, "")


if __name__ == "__main__":
    typer.run(main)
