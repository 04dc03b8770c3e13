"""Which function a line belongs to."""

from migrator.model.location import Location
from migrator.model.program import Function, Program


class Symbols:
    """The functions of a program by the lines that they hold."""

    def __init__(self, program: Program) -> None:
        self._modules = {module.file: module.name for module in program.modules}
        self._functions: dict[str, list[Function]] = {}
        for function in program.functions:
            self._functions.setdefault(function.location.file, []).append(function)

    def module_of(self, file: str) -> str:
        """Name the module that a file is; empty where it is none."""
        return self._modules.get(file, "")

    def at(self, location: Location) -> str:
        """Name the innermost function or class around a line, ``package.module:`` outside."""
        around = self.around(location)
        return around[-1].name if around else f"{self.module_of(location.file)}:"

    def around(self, location: Location) -> list[Function]:
        """List the functions and classes around a line, the innermost last."""
        found = (
            function
            for function in self._functions.get(location.file, ())
            if function.location.line <= location.line <= function.end_line
        )
        return sorted(found, key=lambda function: (function.location.line, -function.end_line))

    def starting_in(self, file: str, first: int, last: int) -> list[Function]:
        """List the functions and classes whose ``def`` or ``class`` is on one of the lines."""
        functions = self._functions.get(file, ())
        return [function for function in functions if first <= function.location.line <= last]
