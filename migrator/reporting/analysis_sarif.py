"""``migrate analyze --format sarif``: for code scanning and editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub reads of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from posixpath import join
from urllib.parse import quote

from migrator.model.acceptance import INLINE, Acceptance
from migrator.model.baseline import Known, without_numbers
from migrator.model.findings import Category, Finding, RuleText, State, Suppression
from migrator.model.location import Location
from migrator.model.program import Program
from migrator.model.report import Analysis
from migrator.reporting import verdicts
from migrator.reporting.page import Page

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "SRCROOT"
LEVELS = {
    Category.MANDATORY: "error",
    Category.OPTIONAL: "warning",
    Category.POTENTIAL: "note",
}
STATES = {State.NEW: "new", State.UNCHANGED: "unchanged", State.MOVED: "updated"}
FINGERPRINT = "migrateFinding/v1"
NOTIFICATIONS = {
    "unparsed": "A file is not valid Python and was not analyzed",
    "unresolved": "Something is there that static analysis cannot read",
    "acceptance": "A comment or waiver does not accept what it should",
}

Json = dict[str, object]


def render_sarif(analysis: Analysis, _page: Page) -> str:
    """Render an analysis as a SARIF log of one run, ending in a newline."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(analysis).plain()]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


class _Run:
    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._gone = analysis.gone or ()
        self._rules = {rule.id: rule for rule in analysis.rules}
        # What is gone may be of a rule that finds nothing any more.
        named = {*self._rules, *(one.rule for one in self._gone)}
        self._indexes = {rule: index for index, rule in enumerate(sorted(named))}
        self._places = _places_of_functions(analysis.program)
        self._occurrences: Counter[str] = Counter()

    def plain(self) -> Json:
        """Arrange the run; the order of everything follows from the source."""
        return {
            "tool": {"driver": self._driver()},
            "automationDetails": {"id": "migrate/"},
            "invocations": [self._invocation()],
            "originalUriBaseIds": {
                ROOT: {"description": {"text": "Where migrate ran: the root of the repository"}}
            },
            "columnKind": "unicodeCodePoints",
            "results": [
                *map(self._result, self._analysis.findings),
                *map(self._absent, self._gone),
            ],
        }

    def _driver(self) -> Json:
        return {
            "name": "migrate",
            "version": version("migrator"),
            "rules": [
                _rule(self._rules[rule]) if rule in self._rules else {"id": rule}
                for rule in self._indexes
            ],
            "notifications": [
                {"id": name, "name": name.capitalize(), "shortDescription": {"text": text}}
                for name, text in NOTIFICATIONS.items()
            ],
        }

    def _invocation(self) -> Json:
        program = self._analysis.program
        return {
            "executionSuccessful": not program.unparsed,
            "toolExecutionNotifications": list(self._doubts()),
            "toolConfigurationNotifications": [
                self._acceptance(one) for one in verdicts.troubles(self._analysis)
            ],
        }

    def _doubts(self) -> Iterator[Json]:
        program = self._analysis.program
        for doubt in sorted(program.unresolved, key=lambda doubt: (doubt.location, doubt.reason)):
            is_broken = doubt.location.file in program.unparsed
            yield {
                "descriptor": {"id": "unparsed" if is_broken else "unresolved"},
                "level": "error" if is_broken else "note",
                "message": {"text": doubt.reason},
                "locations": [self._location(doubt.location)],
            }

    def _acceptance(self, one: Acceptance) -> Json:
        found: Json = {
            "descriptor": {"id": "acceptance"},
            "level": "warning",
            "message": {"text": f"{verdicts.name_of(one)} at {one.place}: {one.message}"},
        }
        if one.kind == INLINE:
            found["locations"] = [self._location(_parsed(one.place))]
        return found

    def _result(self, finding: Finding) -> Json:
        found: Json = {
            "ruleId": finding.rule,
            "ruleIndex": self._indexes[finding.rule],
            "level": LEVELS[finding.category],
            "message": {"text": finding.message},
            "locations": [self._location(finding.location, finding.function)],
            "partialFingerprints": self._fingerprint(finding),
            "suppressions": [_suppression(finding.suppression)] if finding.suppression else [],
            "properties": {
                "category": finding.category,
                "effort": finding.effort,
                "entryPoints": len(finding.entry_points),
            },
        }
        if finding.chain:
            found["codeFlows"] = [{"threadFlows": [{"locations": list(self._flow(finding))}]}]
        if finding.state:
            found["baselineState"] = STATES[finding.state]
        return found

    def _absent(self, known: Known) -> Json:
        return {
            "ruleId": known.rule,
            "ruleIndex": self._indexes[known.rule],
            "level": LEVELS[known.category],
            "message": {"text": known.message},
            "locations": [self._location(known.location)],
            "suppressions": [],  # all results of a run have them, or none
            "baselineState": "absent",
        }

    def _fingerprint(self, finding: Finding) -> dict[str, str]:
        """Tell a finding apart by what stays when lines move; of several alike, by their order."""
        parts = "\0".join((finding.rule, finding.function, without_numbers(finding.message)))
        digest = hashlib.sha256(parts.encode()).hexdigest()[:32]
        self._occurrences[digest] += 1
        return {FINGERPRINT: f"{digest}:{self._occurrences[digest]}"}

    def _flow(self, finding: Finding) -> Iterator[Json]:
        for function in finding.chain:
            if place := self._places.get(function):
                location = self._location(place, function)
                yield {"location": {**location, "message": {"text": function}}}
        location = self._location(finding.location, finding.function)
        yield {"location": {**location, "message": {"text": finding.message}}}

    def _location(self, location: Location, function: str = "") -> Json:
        path = join(self._analysis.folder, location.file)
        place: Json = {
            "physicalLocation": {
                "artifactLocation": {"uri": quote(path), "uriBaseId": ROOT},
                "region": {"startLine": max(location.line, 1)},
            }
        }
        if function:
            kind = "module" if function.endswith(":") else "function"
            place["logicalLocations"] = [{"fullyQualifiedName": function, "kind": kind}]
        return place


def _rule(rule: RuleText) -> Json:
    links = "\n".join(f"- [{title}]({url})" for title, url in rule.links)
    texts = (f"**{rule.title}**", rule.why, rule.fix, links)
    group = rule.id.partition("/")[0]
    plain: Json = {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.replace("/", "-").split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or f"{rule.title}. {rule.fix}"},
        "help": {"text": rule.fix, "markdown": "\n\n".join(filter(None, texts)) + "\n"},
        "defaultConfiguration": {"level": LEVELS[rule.category]},
        "properties": {
            "category": rule.category,
            "effort": rule.effort,
            "precision": rule.confidence,
            "tags": ["aws-lambda", "migration", group],
        },
    }
    if rule.links:
        plain["helpUri"] = rule.links[0][1]
    return plain


def _suppression(suppression: Suppression) -> Json:
    kind = "inSource" if suppression.kind == INLINE else "external"
    until = f" (until {suppression.until})" if suppression.until else ""
    return {"kind": kind, "status": "accepted", "justification": suppression.reason + until}


def _places_of_functions(program: Program) -> Mapping[str, Location]:
    places = {f"{module.name}:": Location(module.file, 1) for module in program.modules}
    return places | {function.name: function.location for function in program.functions}


def _parsed(place: str) -> Location:
    file, _, line = place.rpartition(":")
    return Location(file, int(line))
