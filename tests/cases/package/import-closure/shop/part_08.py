NAME = "part_08"
