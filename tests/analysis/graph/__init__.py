"""The call graph in PyCG's form, theme by theme: source in, whole graph out."""
