NAME = "part_14"
