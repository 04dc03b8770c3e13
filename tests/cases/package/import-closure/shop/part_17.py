NAME = "part_17"
