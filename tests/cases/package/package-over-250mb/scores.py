# ok: package/package-over-250mb
import onnxruntime


def score(value):
    # finding: package/package-over-250mb
    import torch

    onnxruntime.get_device()
    return torch.tensor([value]).sum()
