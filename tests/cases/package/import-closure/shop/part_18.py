NAME = "part_18"
