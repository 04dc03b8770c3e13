NAME = "part_16"
