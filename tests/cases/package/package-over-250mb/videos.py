"""Only a type checker imports this."""

# ok: package/package-over-250mb
import vtk


def play(name):
    return vtk.vtkAVIWriter()
