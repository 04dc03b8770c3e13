NAME = "part_02"
