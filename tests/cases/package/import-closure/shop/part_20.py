NAME = "part_20"
