NAME = "part_15"
