NAME = "part_13"
