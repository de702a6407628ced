"""ONNX Runtime as it is used here: on the CPU, and quiet while nothing is asked."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions


def session_options() -> "SessionOptions":
    """Options with half the cores: two models work at once when many ask."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = max(1, cores() // 2)
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take time from whatever runs beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def open_session(graph: bytes, options: "SessionOptions") -> "InferenceSession":
    """A model ready to run; RuntimeError if it cannot be read."""
    import onnxruntime as ort

    return ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
