"""What a condition may be made of, for the documentation: operators and functions, each with an example.

A test evaluates every example and holds the list equal to the functions the language has.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something a condition may say. `gives` is what the example comes to, as `text_of` shows it."""

    written: str
    meaning: str
    example: str
    gives: str


OPERATORS: tuple[Phrase, ...] = (
    Phrase("`=` `!=`", "Equal, or not equal. Of a list and one value: whether the value is in it.", '"tenant" = "tenant"', "true"),
    Phrase("`<` `<=` `>` `>=`", "Compares numbers, dates, date-times and durations. Text has no order.", "500 <= 500", "true"),
    Phrase("`and`", "Both hold. False as soon as one is false.", "true and false", "false"),
    Phrase("`or`", "At least one holds. True as soon as one is true.", "true or false", "true"),
    Phrase("`not(…)`", "The opposite.", "not(false)", "true"),
    Phrase("`+` `-` `*` `/` `**`", "Sums, as decimals and never through floats. Dates and durations add up too.", "0.1 + 0.2", "0.3"),
    Phrase("`in (…)`", "One of several values or tests.", '"tenant" in ("tenant", "lodger")', "true"),
    Phrase("`in [a..b]`", "Within a range. `[` and `]` include the end, `(` and `)` leave it out.", "500 in (0..500]", "true"),
    Phrase("`between … and …`", "Within a range, both ends included.", "3 between 1 and 5", "true"),
    Phrase("`if … then … else …`", "One value or the other.", "if 2 > 1 then 10 else 20", "10"),
    Phrase("`some … in … satisfies …`", "Whether one item of a list passes.", "some x in [1, 5] satisfies x > 4", "true"),
    Phrase("`every … in … satisfies …`", "Whether all items of a list pass.", "every x in [1, 5] satisfies x > 4", "false"),
    Phrase("`[…]`", "A list.", "count([1, 2, 3])", "3"),
    Phrase("`.year` `.month` `.day`", "A part of a date or date-time.", 'date("2026-02-28").year', "2026"),
)  # fmt: skip
"""In the order of the documentation."""

FUNCTIONS: dict[str, Phrase] = {
    "abs": Phrase("abs(number)", "The number without its sign.", "abs(-5)", "5"),
    "floor": Phrase("floor(number)", "The whole number at or below.", "floor(1.7)", "1"),
    "ceiling": Phrase("ceiling(number)", "The whole number at or above.", "ceiling(1.2)", "2"),
    "modulo": Phrase("modulo(number, divisor)", "What is left after dividing.", "modulo(10, 3)", "1"),
    "decimal": Phrase("decimal(number, places)", "Rounded; a half goes to the even digit.", "decimal(2.345, 2)", "2.34"),
    "round half up": Phrase("round half up(number, places)", "Rounded; a half goes away from zero.", "round half up(2.345, 2)", "2.35"),
    "number": Phrase("number(text)", "The number a text writes.", 'number("12.50")', "12.50"),
    "count": Phrase("count(list)", "How many items. It does not matter whether each is known.", "count([1, 2, 3])", "3"),
    "sum": Phrase("sum(list)", "The items added up. Of an empty list: unknown.", "sum([1, 2, 3])", "6"),
    "mean": Phrase("mean(list)", "The average. Of an empty list: unknown.", "mean([1, 2, 3])", "2"),
    "min": Phrase("min(list)", "The least item.", "min([3, 1, 2])", "1"),
    "max": Phrase("max(list)", "The greatest item.", "max(3, 1, 2)", "3"),
    "all": Phrase("all(list)", "Whether every item is true.", "all([true, false])", "false"),
    "any": Phrase("any(list)", "Whether some item is true.", "any([true, false])", "true"),
    "list contains": Phrase("list contains(list, value)", "Whether the list has the value.", 'list contains(["a", "b"], "b")', "true"),
    "contains": Phrase("contains(text, part)", "Whether the text has the part.", 'contains("landlord", "lord")', "true"),
    "starts with": Phrase("starts with(text, part)", "Whether the text begins so.", 'starts with("SW1A 1AA", "SW")', "true"),
    "ends with": Phrase("ends with(text, part)", "Whether the text ends so.", 'ends with("landlord", "lord")', "true"),
    "string length": Phrase("string length(text)", "How many characters.", 'string length("four")', "4"),
    "upper case": Phrase("upper case(text)", "In capital letters.", 'upper case("sw")', "SW"),
    "lower case": Phrase("lower case(text)", "In small letters.", 'lower case("SW")', "sw"),
    "date": Phrase("date(text)", "A date; also the day of a date-time.", 'date("2026-02-28")', "2026-02-28"),
    "date and time": Phrase("date and time(text)", "A moment, with its offset from UTC.", 'date and time("2026-02-28T10:15:00+01:00")', "2026-02-28T10:15:00+01:00"),
    "duration": Phrase("duration(text)", "A length of time: days and hours, or years and months.", 'duration("P90D")', "P90D"),
    "years and months duration": Phrase("years and months duration(from, to)", "Whole months between two dates.", 'years and months duration(date("2024-01-15"), date("2026-02-28"))', "P2Y1M"),
}  # fmt: skip
"""By the name of the built-in."""

SENIOR = Phrase(
    "senior(role, role)",
    "Whether the first is above the second on some line. Either may be a role in quotes, `actor.role`, or a fact "
    "whose `one_of:` lists roles; of several roles one is enough. A role on no line is senior to nobody.",
    'senior("team_manager", "support_worker")',
    "true",
)
"""A function that a scheme gives its meaning: what it gives is for the lines of the example."""
