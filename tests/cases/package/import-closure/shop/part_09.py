NAME = "part_09"
