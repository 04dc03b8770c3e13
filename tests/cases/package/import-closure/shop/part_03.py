NAME = "part_03"
