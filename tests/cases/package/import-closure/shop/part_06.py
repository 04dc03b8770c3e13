NAME = "part_06"
