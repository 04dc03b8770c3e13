NAME = "part_10"
