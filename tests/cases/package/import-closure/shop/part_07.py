NAME = "part_07"
