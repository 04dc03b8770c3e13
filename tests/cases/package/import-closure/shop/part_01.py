NAME = "part_01"
