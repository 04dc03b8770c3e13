NAME = "part_12"
