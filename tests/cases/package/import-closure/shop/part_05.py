NAME = "part_05"
