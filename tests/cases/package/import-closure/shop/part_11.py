NAME = "part_11"
