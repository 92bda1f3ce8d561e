"""The answers to one plan of fields: what applies now, what is worked out, what is wrong and why.

A change works out again only what looks at it. The same serves a form and each row of a table.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kiosk.forms.answers import read_answer
from kiosk.forms.definition import AnswerKind, ChoiceOption, FieldPlan, FormField
from kiosk.forms.rules import Rule
from kiosk.forms.types import Seen
from kiosk.forms.words import PROBLEMS, UNANSWERED
from kiosk.texts import Texts

ReadRows = tuple[list[dict[str, Any]] | None, str | None, dict[str, str]]


class AnswerSheet:
    """Answers under a plan. Values are normalised when they are taken; nothing else changes them."""

    def __init__(self, plan: FieldPlan, *, today: date, outer: dict[str, Any] | None = None) -> None:
        """`outer`: for a row, what rules see of the form around it, live."""
        self.plan = plan
        self._given: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        """Answers that apply, as they are sent."""
        self._scope: dict[str, Any] = dict.fromkeys(plan.by_id)
        """The same as rules see them; every field has its place, so that a row's empty answer hides the form's."""
        self._relevant: set[str] = set()
        self._offered: dict[str, tuple[ChoiceOption, ...]] = {}
        self._rows_wrong: set[str] = set()
        self._problems: dict[str, str] = {}
        self._seen = Seen(values=self._scope if outer is None else ChainMap(self._scope, outer), today=today)
        self._work_out_all()

    # -- what is known ----------------------------------------------------------------------------------------------

    def field(self, field_id: str) -> FormField:
        """A field by id; `KeyError` when there is none."""
        return self.plan.by_id[field_id]

    def relevant(self) -> tuple[FormField, ...]:
        """The fields that apply to the answers so far."""
        return tuple(field for field in self.plan.fields if field.id in self._relevant)

    def value(self, field_id: str) -> Any:
        """An answer as it would be sent; None where there is none, or where it does not apply."""
        return self._values.get(field_id)

    def options(self, field_id: str) -> tuple[ChoiceOption, ...]:
        """The options that are offered now."""
        return self._offered.get(field_id, ())

    def requires(self, field: FormField) -> bool:
        """Whether an answer is needed, as things stand."""
        return field.required.holds(self._seen) if isinstance(field.required, Rule) else field.required

    def open_problems(self) -> dict[str, str]:
        """Field id to problem id, for every relevant field that is not in order."""
        return {field.id: self._problems[field.id] for field in self.plan.fields if field.id in self._problems}

    def words_of(self, field_id: str, problem: str) -> Texts:
        """What is said about a problem of a field."""
        field = self.field(field_id)
        own = {constraint.id: constraint.message for constraint in field.constraints}
        if problem in own:
            return own[problem]
        # one chooses, touches or takes; nobody fills that in
        unanswered = UNANSWERED.get(field.kind) if problem == "empty" else None
        return PROBLEMS[problem] if unanswered is None else unanswered

    def answers(self) -> dict[str, Any]:
        """What applies and is there: nothing else is sent."""
        return {field.id: self._values[field.id] for field in self.plan.fields if field.id in self._values}

    # -- taking answers ---------------------------------------------------------------------------------------------

    def take(self, field_id: str, value: object) -> str | None:
        """Take an answer; the id of the problem when it will not do, and then nothing is changed."""
        field = self.field(field_id)
        if field.calculate is not None:
            return "calculated"
        answer, problem = read_answer(field, value) if field.columns is None else self.read_rows(field, value)[:2]
        if problem is not None:
            return problem
        if answer is None:
            self._forget(field)
            return "empty" if self.requires(field) else None
        if field.kind is AnswerKind.CHOICE and all(option.value != answer for option in self._offered[field_id]):
            return "choice"
        before = self._given.get(field_id)
        self._put(field, answer)
        problem = self._problems.get(field_id)
        if problem is not None:
            if before is None:
                self._forget(field)
            else:
                self._put(field, before)
        return problem

    def take_all(self, values: Mapping[str, object]) -> dict[str, str]:
        """Take several answers that may look at each other, in the plan's order; problems of those not taken."""
        problems: dict[str, str] = {}
        waiting = [field.id for field in self.plan.order if field.id in values]
        for _ in range(2):
            problems = {
                field_id: problem
                for field_id in waiting
                if (problem := self.take(field_id, values[field_id])) is not None
            }
            # an answer may have been refused for what another one was before it came
            waiting = list(problems)
        return problems

    def skip(self, field_id: str) -> bool:
        """Leave a field out; False when it is required."""
        field = self.field(field_id)
        if self.requires(field) or field.calculate is not None:
            return False
        self._forget(field)
        return True

    def wipe(self) -> None:
        self._given.clear()
        self._work_out_all()

    # -- rows of tables ---------------------------------------------------------------------------------------------

    def rows(self, field_id: str) -> tuple[AnswerSheet, ...]:
        """The rows of a table, each as a sheet of its own."""
        field = self.field(field_id)
        return tuple(self._row(field, given) for given in self._given.get(field_id, ()))

    def row(self, field_id: str, index: int | None) -> AnswerSheet:
        """A copy of a row to be edited, or an empty one; `IndexError` when there is no such row."""
        given = {} if index is None else self._given.get(field_id, [])[index]
        return self._row(self.field(field_id), given)

    def keep_row(self, field_id: str, index: int | None, row: AnswerSheet) -> str | None:
        """Put an edited row in its place, or a new one at the end; the problem when the table is full."""
        rows = list(self._given.get(field_id, ()))
        if index is None:
            return self.insert_row(field_id, len(rows), row.answers_given())
        rows[index] = row.answers_given()
        self._put(self.field(field_id), rows)
        return None

    def insert_row(self, field_id: str, index: int, given: Mapping[str, Any]) -> str | None:
        """A row as `remove_row` gave it; the problem when the table is full."""
        field = self.field(field_id)
        rows = list(self._given.get(field_id, ()))
        if len(rows) >= field.max_rows:
            return "rows-many"
        rows.insert(index, dict(given))
        self._put(field, rows)
        return None

    def remove_row(self, field_id: str, index: int) -> Mapping[str, Any]:
        """Take a row out; `IndexError` when there is no such row."""
        rows = list(self._given.get(field_id, ()))
        removed: Mapping[str, Any] = rows.pop(index)
        self._put(self.field(field_id), rows)
        return removed

    def answers_given(self) -> dict[str, Any]:
        """What was answered and applies, without what is calculated."""
        return {field_id: value for field_id, value in self.answers().items() if field_id in self._given}

    def read_rows(self, field: FormField, value: object) -> ReadRows:
        """Rows from maps of answers, the table's problem, and the problems of the first wrong row by column."""
        if value is None or value == []:
            return None, None, {}
        if not isinstance(value, Sequence) or isinstance(value, str) or field.columns is None:
            return None, "row", {}
        if len(value) > field.max_rows:
            return None, "rows-many", {}
        rows: list[dict[str, Any]] = []
        for given in value:
            if not isinstance(given, Mapping) or not set(given) <= set(field.columns.by_id):
                return None, "row", {}
            row = self._row(field, {})
            asked = {key: answer for key, answer in given.items() if field.columns.by_id[key].calculate is None}
            refused = row.take_all(asked)
            if refused or row.open_problems():
                return None, "row", row.open_problems() | refused
            rows.append(row.answers_given())
        return rows, None, {}

    # -- working out ------------------------------------------------------------------------------------------------

    def _row(self, field: FormField, given: Mapping[str, Any]) -> AnswerSheet:
        if field.columns is None:
            raise KeyError(field.id)
        row = AnswerSheet(field.columns, today=self._seen.today, outer=self._scope)
        row.load(given)
        return row

    def load(self, given: Mapping[str, Any]) -> None:
        """Answers that were taken before, unchecked."""
        self._given = dict(given)
        self._work_out_all()

    def _put(self, field: FormField, answer: Any) -> None:
        self._given[field.id] = answer
        self._changed(field)

    def _forget(self, field: FormField) -> None:
        if field.id in self._given:
            del self._given[field.id]
            self._changed(field)

    def _changed(self, field: FormField) -> None:
        """Work out a field whose answer changed, and after it only what looks at what really changed."""
        changed = {field.id}
        self._work_out(field)
        judged = {field.id: field}
        for follower in self.plan.followers[field.id]:
            if self.plan.looks_at[follower.id] & changed:
                if self._work_out(follower):
                    changed.add(follower.id)
                judged[follower.id] = follower
        for changed_id in changed:
            judged.update((checked.id, checked) for checked in self.plan.checked_with[changed_id])
        self._judge(judged.values())

    def _work_out_all(self) -> None:
        for field in self.plan.order:
            self._work_out(field)
        self._judge(self.plan.fields)

    def _work_out(self, field: FormField) -> bool:
        """Relevance, options and value of a field; whether what rules see of it changed."""
        seen = self._seen
        relevant = field.when is None or field.when.holds(seen)
        (self._relevant.add if relevant else self._relevant.discard)(field.id)
        value: Any = None
        visible: Any = None
        if field.kind is AnswerKind.CHOICE:
            self._offered[field.id] = tuple(option for option in field.options if self._offers(field, option))
        if relevant:
            if field.calculate is not None:
                visible = field.calculate.evaluate(seen)
                value = visible.isoformat() if isinstance(visible, date) else visible
            elif field.kind is AnswerKind.TABLE:
                value, visible = self._table(field)
            else:
                value = self._given.get(field.id)
                if field.kind is AnswerKind.CHOICE and all(one.value != value for one in self._offered[field.id]):
                    value = None
                visible = date.fromisoformat(value) if value and field.kind is AnswerKind.DATE else value
        if field.kind is AnswerKind.CONFIRM:
            visible = value is True
        if value is None:
            self._values.pop(field.id, None)
        else:
            self._values[field.id] = value
        changed = bool(visible != self._scope[field.id])
        self._scope[field.id] = visible
        return changed

    def _table(self, field: FormField) -> tuple[Any, Any]:
        rows = self.rows(field.id)
        wrong = any(row.open_problems() for row in rows)
        (self._rows_wrong.add if wrong else self._rows_wrong.discard)(field.id)
        return [row.answers() for row in rows] or None, [dict(row._scope) for row in rows] or None

    def _offers(self, field: FormField, option: ChoiceOption) -> bool:
        if option.when is not None and not option.when.holds(self._seen):
            return False
        if field.filter is None:
            return True
        facts = {**option.facts, "": option.value}
        return field.filter.holds(Seen(values=self._seen.values, today=self._seen.today, option=facts))

    def _judge(self, fields: Iterable[FormField]) -> None:
        for field in fields:
            problem = self._judgement(field) if field.id in self._relevant else None
            if problem is None:
                self._problems.pop(field.id, None)
            else:
                self._problems[field.id] = problem

    def _judgement(self, field: FormField) -> str | None:
        value = self._values.get(field.id)
        if value is None:
            return "empty" if self.requires(field) else None
        if field.kind is AnswerKind.TABLE:
            if len(value) < field.min_rows:
                return "rows-few"
            if field.id in self._rows_wrong:
                return "row"
        for constraint in field.constraints:
            if constraint.rule.fails(self._seen):
                return constraint.id
        return None
