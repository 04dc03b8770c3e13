NAME = "part_04"
