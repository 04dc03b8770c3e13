NAME = "part_19"
