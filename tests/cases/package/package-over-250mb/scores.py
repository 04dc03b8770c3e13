from typing import TYPE_CHECKING

# ok: package/package-over-250mb
import onnxruntime

if TYPE_CHECKING:
    import videos

try:
    # ok: package/package-over-250mb
    import tensorflow
except ImportError:
    tensorflow = None


def score(value):
    # finding: package/package-over-250mb
    import torch

    onnxruntime.get_device()
    return torch.tensor([value]).sum()


def other(value):
    # ok: package/package-over-250mb
    import catboost

    return catboost.Pool([value])
