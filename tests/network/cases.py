"""The table of corrupted inputs: what is done to the files, and the complete list of problems that follows."""

from __future__ import annotations

from tests.network import damage as d
from tests.network.cases_ahead import AHEAD
from tests.network.expected import Expected, at
from tests.network.fixtures import tables

HEADER_ONLY = ",".join(tables()["outlets"].columns)
CASES: dict[str, tuple[d.Damage, Expected]] = {
    **AHEAD,
    # the path and the files themselves
    "nothing wrong": (d.folder(lambda path: None), []),
    "no such folder": (lambda path: path / "nowhere", at("nowhere", None, "", "no_such_path")),
    "empty folder": (lambda path: path, at("here", None, "", "no_tables")),
    "one csv alone": (
        lambda path: d.alone(path, "zones.csv", "zone\n"),
        [
            *(("zones.csv", None, c, "missing_column") for c in ("kind", "latitude", "longitude", "residents")),
            ("settings", None, "", "missing_table"),
            ("outlets", None, "", "missing_table"),
        ],
    ),
    "empty file": (d.content("zones.csv", ""), at("zones.csv", None, "", "empty_file")),
    "blank lines alone": (d.content("zones.csv", "\n\n\n"), at("zones.csv", None, "", "empty_file")),
    "header alone where rows are needed": (
        d.content("outlets.csv", HEADER_ONLY),
        [("outlets.csv", None, "", "empty_table"), ("stock.csv", None, "outlet", "missing_parent")],
    ),
    "header alone where none are needed": (d.content("stock.csv", "outlet,item,on_hand\n"), []),
    "byte order mark": (d.recoded("outlets.csv", "utf-8-sig"), []),
    "gb18030": (d.recoded("outlets.csv", "gb18030"), at("outlets.csv", 2, "", "encoding")),
    "utf-16": (d.recoded("outlets.csv", "utf-16"), at("outlets.csv", None, "", "encoding")),
    "latin-1": (
        d.content("zones.csv", "zone,name\nZ1,Caf\xe9\n".encode("latin-1")),
        at("zones.csv", 2, "", "encoding"),
    ),
    "binary": (d.content("zones.csv", bytes(range(256)) * 20), at("zones.csv", None, "", "not_text")),
    "semicolons": (
        d.content("stock.csv", "outlet;item;on_hand\nA;forms;3\n"),
        at("stock.csv", 1, "", "delimiter"),
    ),
    "tabs": (d.content("stock.csv", "outlet\titem\ton_hand\nA\tforms\t3\n"), at("stock.csv", 1, "", "delimiter")),
    "column twice": (
        d.content("stock.csv", "outlet,item,on_hand,item\nA,forms,3,x\n"),
        at("stock.csv", 1, "item", "duplicate_column"),
    ),
    "column without name": (
        d.content("stock.csv", "outlet,item,on_hand,\nA,forms,3,x\n"),
        at("stock.csv", 1, "", "unnamed_column"),
    ),
    "trailing commas": (d.content("stock.csv", "outlet,item,on_hand,\nA,forms,3,\n"), []),
    "short and long rows": (
        d.content("stock.csv", "outlet,item,on_hand\nA,forms\n\nB,forms,3\nA,pens,3,4\nA,ink,x\n"),
        [
            ("stock.csv", 2, "", "broken_row"),
            ("stock.csv", 5, "", "broken_row"),
            ("stock.csv", 6, "on_hand", "not_a_number"),
        ],
    ),
    "open quotation mark": (
        d.content("stock.csv", 'outlet,item,on_hand\nA,forms,3\nA,"pens,3\n'),
        at("stock.csv", 3, "", "broken_quotes"),
    ),
    "line break within quotes counts as one row": (
        d.content("stock.csv", 'outlet,item,on_hand\nA,"for\nms",3\nA,pens,-1\n'),
        at("stock.csv", 3, "on_hand", "below_least"),
    ),
    "parquet that is none": (
        d.content("arrivals_more.parquet", "outlet,service\n"),
        at("arrivals_more.parquet", None, "", "not_parquet"),
    ),
    "unknown table": (d.content("employes.csv", "employee\n1\n"), at("employes.csv", None, "", "unknown_table")),
    "table twice": (
        d.folder(lambda path: tables()["stock"].to_parquet(path / "stock.parquet"), "stock"),
        at("stock.parquet", None, "", "two_files"),
    ),
    "old workbook": (d.content("more.xls", b"\xd0\xcf\x11\xe0"), at("more.xls", None, "", "other_format")),
    # workbooks
    "corrupt workbook": (d.truncated_workbook, at("half.xlsx", None, "", "not_workbook")),
    "csv called xlsx": (d.content("more.xlsx", "a,b\n"), at("more.xlsx", None, "", "not_workbook")),
    "workbook with a password": (
        d.content("more.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        at("more.xlsx", None, "", "encrypted_workbook"),
    ),
    "zip bomb": (d.bomb, at("zones.xlsx", None, "", "too_large")),
    "stray cell in the last corner": (
        d.workbook(lambda book: d.zones_sheet(book, 5).write_string(1048575, 16383, "x")),
        at("more.xlsx: zones", None, "", "too_many_rows"),
    ),
    "formula with result": (
        d.workbook(lambda book: d.zones_sheet(book, 5).write_formula(1, 4, "=2+3", None, 5)),
        [],
    ),
    "formula without result": (
        d.formula_without_result,
        [("more.xlsx: zones", 2, "", "formula_without_result"), ("more.xlsx: zones", 2, "residents", "blank")],
    ),
    "formula with error": (
        d.workbook(lambda book: d.zones_sheet(book, 5).write_formula(1, 4, "=1/0", None, "#DIV/0!")),
        [("more.xlsx: zones", 2, "", "error_cell"), ("more.xlsx: zones", 2, "residents", "blank")],
    ),
    "unknown sheet": (
        d.workbook(lambda book: book.add_worksheet("zonen").write_row(0, 0, ["a"])),
        at("more.xlsx: zonen", None, "", "unknown_table"),
    ),
    "empty sheet": (d.workbook(lambda book: book.add_worksheet("Sheet2")), []),
    # columns and cells
    "missing column": (
        d.table("employees", lambda frame: frame.drop(columns="contract")),
        at("employees.csv", None, "contract", "missing_column"),
    ),
    "missing columns of a parent": (
        d.table("outlets", lambda frame: frame.drop(columns=["outlet", "kind"]), "stock", "employees"),
        [("outlets.csv", None, "outlet", "missing_column"), ("outlets.csv", None, "kind", "missing_column")],
    ),
    "unknown column": (d.cells("stock", (2, "onhand", 3)), at("stock.csv", None, "onhand", "unknown_column")),
    "blank required cell": (d.cells("outlets", (3, "name", " ")), at("outlets.csv", 3, "name", "blank")),
    "blank key": (d.cells("vehicles", (2, "vehicle", "")), at("vehicles.csv", 2, "vehicle", "blank")),
    "decimal comma": (d.cells("stock", (2, "on_hand", "1,5")), at("stock.csv", 2, "on_hand", "not_a_number")),
    "number with unit": (
        d.cells("services", (2, "handling_minutes", "6 min")),
        at("services.csv", 2, "handling_minutes", "not_a_number"),
    ),
    "infinite": (d.cells("stock", (2, "on_hand", "inf")), at("stock.csv", 2, "on_hand", "not_a_number")),
    "not whole": (d.cells("outlets", (2, "desks", "2.5")), at("outlets.csv", 2, "desks", "not_whole")),
    "negative count": (d.cells("arrivals", (9, "count", -4)), at("arrivals.csv", 9, "count", "below_least")),
    "latitude off the globe": (
        d.cells("sites", (2, "latitude", 120.35)),
        at("sites.csv", 2, "latitude", "above_most"),
    ),
    "share of ninety": (
        d.cells("services", (3, "promise_share", 95)),
        at("services.csv", 3, "promise_share", "above_most"),
    ),
    "unknown choice": (d.cells("outlets", (2, "kind", "bank")), at("outlets.csv", 2, "kind", "not_a_choice")),
    "neither yes nor no": (
        d.cells("equipment", (2, "lendable", "maybe")),
        at("equipment.csv", 2, "lendable", "not_yes_no"),
    ),
    "no time": (
        d.cells("opening_hours", (2, "opens", "25:00")),
        at("opening_hours.csv", 2, "opens", "not_a_time"),
    ),
    "30 February": (
        d.cells("absences", (2, "last_day", "2026-02-30")),
        at("absences.csv", 2, "last_day", "not_a_date"),
    ),
    "date of two digits": (
        d.cells("holidays", (2, "day", "20/03/26")),
        at("holidays.csv", 2, "day", "not_a_date"),
    ),
    "date before 1900": (
        d.cells("employees", (2, "first_day", "0202-01-01")),
        at("employees.csv", 2, "first_day", "not_a_date"),
    ),
    "no moment": (
        d.cells("arrivals", (4, "start", "2026-02-02 9h")),
        at("arrivals.csv", 4, "start", "not_a_moment"),
    ),
    "semicolon in a name": (d.cells("sites", (2, "site", "S;1")), at("sites.csv", 2, "site", "separator_in_name")),
    "unknown kind in a list": (
        d.cells("shift_types", (2, "kinds", "station;bank")),
        at("shift_types.csv", 2, "kinds", "not_a_choice"),
    ),
    "twice in a list": (
        d.cells("posts", (3, "services", "enquiry;enquiry")),
        at("posts.csv", 3, "services", "twice_in_list"),
    ),
    # names
    "duplicate key": (
        d.rows("certificates", {"employee": "001", "certificate": "mediator"}),
        at("certificates.csv", 4, "certificate", "duplicate_key"),
    ),
    "history twice": (
        d.rows("arrivals", {"outlet": "A", "service": "enquiry", "start": "2026-02-02 09:00", "count": 3}),
        at("arrivals.csv", 460, "start", "duplicate_key"),
    ),
    "unknown outlet": (
        d.cells("employees", (4, "outlet", "X")),
        at("employees.csv", 4, "outlet", "unknown_reference"),
    ),
    "unknown in a list": (
        d.cells("events", (2, "outlets", "A;Y")),
        at("events.csv", 2, "outlets", "unknown_reference"),
    ),
    "unknown node": (d.cells("roads", (2, "to_node", "n9")), at("roads.csv", 2, "to_node", "unknown_reference")),
    "parent left out": (
        d.without("partners", named=("partner_offers",)),
        at("partner_offers.csv", None, "partner", "missing_parent"),
    ),
    "contracts left out": (
        d.without("contracts", named=("requests",)),
        at("employees.csv", None, "contract", "missing_parent"),
    ),
    "no settings": (d.without("settings", named=("stock",)), at("settings", None, "", "missing_table")),
    # settings
    "unknown setting": (d.setting("grains", "30"), at("settings.csv", 8, "key", "unknown_setting")),
    "setting twice": (
        d.rows("settings", {"key": "grain", "value": "30"}),
        at("settings.csv", 8, "key", "duplicate_key"),
    ),
    "setting missing": (
        d.table("settings", lambda frame: frame[frame["key"] != "name"]),
        at("settings.csv", None, "", "missing_setting"),
    ),
    "grain of 45": (d.setting("grain", "45"), at("settings.csv", 5, "grain", "not_a_choice")),
    "seed too small": (d.setting("seed", "-1"), at("settings.csv", 8, "seed", "below_least")),
    "unknown timezone": (
        d.setting("timezone", "Asia/Beijing"),
        at("settings.csv", 3, "timezone", "unknown_timezone"),
    ),
    "unknown country": (d.setting("country", "XX"), at("settings.csv", 4, "country", "unknown_country")),
    "unknown subdivision": (
        d.setting("subdivision", "ZZ"),
        at("settings.csv", 8, "subdivision", "unknown_subdivision"),
    ),
    "unknown currency": (d.setting("currency", "RMB"), at("settings.csv", 8, "currency", "unknown_currency")),
    "day cut off the grain": (
        d.setting("day_cut", "03:10"),
        at("settings.csv", 8, "day_cut", "day_cut_off_grain"),
    ),
    "plan starts in the history": (
        d.setting("plan_start", "2026-02-15", "arrivals"),
        at("settings.csv", 6, "plan_start", "plan_start_in_history"),
    ),
    # hours and periods
    "hours overlap": (
        d.rows("opening_hours", {"outlet": "A", "weekday": "tue", "opens": "16:30", "closes": "18:00"}),
        at("opening_hours.csv", 31, "opens", "hours_overlap"),
    ),
    "hours overlap past midnight": (
        d.rows("opening_hours", {"outlet": "B", "weekday": "wed", "opens": "01:00", "closes": "03:00"}),
        at("opening_hours.csv", 31, "opens", "hours_overlap"),
    ),
    "hours overlap from Sunday into Monday": (
        d.cells("opening_hours", (10, "opens", "01:00")),
        at("opening_hours.csv", 10, "opens", "hours_overlap"),
    ),
    "holiday hours overlap": (
        d.rows("opening_hours", {"outlet": "A", "weekday": "holiday", "opens": "13:00", "closes": "15:00"}),
        at("opening_hours.csv", 31, "opens", "hours_overlap"),
    ),
    "opens at 24:00": (
        d.cells("opening_hours", (24, "opens", "24:00")),
        at("opening_hours.csv", 24, "opens", "opens_at_24"),
    ),
    "closure reversed": (
        d.cells("closures", (2, "last_day", "2026-03-01")),
        at("closures.csv", 2, "last_day", "period_reversed"),
    ),
    "certificate reversed": (
        d.cells("certificates", (2, "expires", "2020-01-01")),
        at("certificates.csv", 2, "expires", "period_reversed"),
    ),
    "left before joining": (
        d.cells("employees", (2, "last_day", "2019-01-01")),
        at("employees.csv", 2, "last_day", "period_reversed"),
    ),
    "never open": (
        d.table("opening_hours", lambda frame: frame[frame["outlet"] != "C"], "posts"),
        at("posts.csv", 5, "outlet", "never_open"),
    ),
    # services and posts
    "promise of another kind": (
        d.cells("services", (2, "promise", "settled_within"), (2, "promise_share", 0.9)),
        at("services.csv", 2, "promise", "promise_kind"),
    ),
    "promise without share": (
        d.cells("services", (2, "promise", "share_within")),
        at("services.csv", 2, "promise_share", "promise_share_missing"),
    ),
    "promise to everybody": (
        d.cells("services", (2, "promise", "share_within"), (2, "promise_share", 1)),
        at("services.csv", 2, "promise_share", "promise_share_whole"),
    ),
    "patience without waiting": (
        d.cells("services", (3, "patience_minutes", 9)),
        at("services.csv", 3, "patience_minutes", "patience_deferred"),
    ),
    "more people than desks": (
        d.cells("posts", (2, "minimum_people", 7)),
        at("outlets.csv", 2, "desks", "desks_below_minimum"),
    ),
    "service without post": (
        d.cells("posts", (3, "services", "enquiry"), also=("arrivals",)),
        at("arrivals.csv", 450, "service", "service_without_post"),
    ),
    # history
    "grain that does not divide": (
        d.table("arrivals", lambda frame: frame.assign(start=frame["start"].str.replace(":30", ":20"))),
        [("arrivals.csv", 2, "start", "grain_does_not_fit"), ("arrivals.csv", 226, "start", "grain_does_not_fit")],
    ),
    "hourly history": (
        d.table("arrivals", lambda frame: frame[~frame["start"].str.endswith(":30")]),
        [("arrivals.csv", 2, "start", "grain_does_not_fit"), ("arrivals.csv", 114, "start", "grain_does_not_fit")],
    ),
    "day and intervals": (
        d.rows("arrivals", {"outlet": "A", "service": "enquiry", "start": "2026-02-03", "count": 90}),
        at("arrivals.csv", 460, "start", "daily_and_timed"),
    ),
    "time that the clock skips": (
        d.melbourne("2026-10-04 02:30"),
        at("arrivals.csv", 2, "start", "skipped_time"),
    ),
    # people
    "hours of a contract reversed": (
        d.cells("contracts", (2, "hours_week", 48)),
        at("contracts.csv", 2, "hours_week", "limits_reversed"),
    ),
    "starts of a shift reversed": (
        d.cells("shift_types", (2, "latest_start", "07:00")),
        at("shift_types.csv", 2, "earliest_start", "limits_reversed"),
    ),
    "break after the shift": (
        d.cells("shift_types", (2, "hours", 5)),
        at("shift_types.csv", 2, "break_before", "break_beyond_shift"),
    ),
    "a split shift to which no contract agrees": (
        d.cells(
            "shift_types",
            *((2, name, value) for name, value in (("hours", 13), ("break_minutes", 360), ("break_after", 3))),
            also=("contracts",),
        ),
        at("shift_types.csv", 2, "break_minutes", "split_nobody"),
    ),
    "a pair of two homes": (
        d.cells("pairs", (2, "other", "003")),
        at("pairs.csv", 2, "other", "pair_of_two_homes"),
    ),
    "a pair of one": (d.cells("pairs", (2, "other", "002")), at("pairs.csv", 2, "other", "pair_of_one")),
    "absences overlap": (
        d.cells("absences", (3, "first_day", "2026-03-04")),
        at("absences.csv", 3, "first_day", "overlap"),
    ),
    "segments overlap": (
        d.cells("segments", (3, "start", "2026-02-27 12:30")),
        at("segments.csv", 3, "start", "overlap"),
    ),
    "segment without length": (
        d.cells("segments", (3, "end", "2026-02-27 13:00")),
        at("segments.csv", 3, "end", "period_reversed"),
    ),
    "unknown post": (
        d.cells("segments", (2, "post", "desk 9"), also=("posts",)),
        at("segments.csv", 2, "post", "unknown_post"),
    ),
    # places
    "one coordinate": (
        d.cells("outlets", (2, "longitude", "")),
        at("outlets.csv", 2, "longitude", "half_a_place"),
    ),
    "no place": (
        d.cells(
            "outlets",
            (2, "longitude", ""),
            (2, "latitude", ""),
            also=("zones", "travel_times", "sites", "partners"),
        ),
        [],
    ),
    "no place and no matrix": (
        d.cells("outlets", (2, "longitude", ""), (2, "latitude", ""), also=("zones",)),
        at("outlets.csv", 2, "latitude", "no_place"),
    ),
    "site called like an outlet": (d.cells("sites", (2, "site", "A")), at("sites.csv", 2, "site", "shared_name")),
    "more children than residents": (
        d.cells("zones", (3, "children", 700)),
        at("zones.csv", 3, "residents", "groups_exceed_residents"),
    ),
    "matrix to nowhere": (
        d.cells("travel_times", (2, "origin", "Z9"), also=("zones", "sites", "partners")),
        at("travel_times.csv", 2, "origin", "unknown_place"),
    ),
    # work rules
    "rules that lack or ignore something": (
        d.cells(
            "work_rules",
            (2, "period", "day"),
            (2, "most", ""),
            (3, "what", ""),
            (3, "then", ""),
            (3, "least", 2),
            (4, "most", 2.5),
            (4, "what", "throne"),
            also=("outlets", "employees", "posts"),
        ),
        [
            ("work_rules.csv", 2, "period", "rule_period"),
            ("work_rules.csv", 2, "days", "rule_ignores"),
            ("work_rules.csv", 2, "most", "rule_lacks"),
            ("work_rules.csv", 3, "what", "rule_lacks"),
            ("work_rules.csv", 3, "least", "rule_ignores"),
            ("work_rules.csv", 4, "most", "not_whole"),
            ("work_rules.csv", 4, "what", "rule_duty"),
        ],
    ),
    "rules for nobody": (
        d.cells("work_rules", (2, "value", "ful"), (3, "value", "parnt"), (4, "who", "all"), also=("employees",)),
        [
            ("work_rules.csv", 2, "value", "rule_nobody"),
            ("work_rules.csv", 3, "value", "rule_nobody"),
            ("work_rules.csv", 4, "value", "rule_ignores"),
        ],
    ),
    "a rule's law": (d.setting("labour_law", "us"), at("settings.csv", 8, "labour_law", "not_a_choice")),
    "rotations of unknown symbols and people": (
        d.cells(
            "rotations", (2, "cycle", "E E X O"), (3, "value", "prat"), (3, "anchor", "soon"), also=("employees",)
        ),
        [
            ("rotations.csv", 3, "anchor", "not_a_date"),
            ("rotations.csv", 2, "cycle", "rotation_symbol"),
            ("rotations.csv", 3, "value", "rule_nobody"),
        ],
    ),
    "cover of unknown posts, without and with wrong numbers": (
        d.cells(
            "cover_limits", (2, "post", "throne"), (2, "least", 3), (2, "from", "25:00"), also=("outlets", "posts")
        ),
        [
            ("cover_limits.csv", 2, "from", "not_a_time"),
            ("cover_limits.csv", 2, "post", "unknown_post"),
            ("cover_limits.csv", 2, "least", "limits_reversed"),
        ],
    ),
    "cover between the edges of intervals": (
        d.cells("cover_limits", (2, "from", "11:10"), (2, "to", "12:45"), also=("outlets", "posts")),
        [("cover_limits.csv", 2, column, "time_off_grain") for column in ("from", "to")],
    ),
    "rows called like a rule and like law": (
        d.cells("rotations", (2, "name", "wishes"), (3, "name", "cn.art38"), also=("employees", "contracts")),
        [("rotations.csv", row, "name", "rule_name_taken") for row in (2, 3)],
    ),
    "rows of two tables of one name": (
        d.cells("budgets", (2, "name", "noon"), also=("cover_limits", "outlets", "posts")),
        at("budgets.csv", 2, "name", "rule_name_twice"),
    ),
    "rules that stay": (
        d.setting("rules_off", "rest;cn.art38;hole;nightz"),
        [("settings.csv", 8, "rules_off", f"rule_off_{why}") for why in ("law", "never", "unknown")],
    ),
    "budgets of reversed and open dates, below nothing": (
        d.cells(
            "budgets",
            (2, "most", -1),
            (2, "first_day", "2026-03-09"),
            (2, "last_day", "2026-03-02"),
            (3, "period", "dates"),
            also=("outlets",),
        ),
        [
            ("budgets.csv", 2, "most", "below_least"),
            ("budgets.csv", 2, "first_day", "limits_reversed"),
            ("budgets.csv", 3, "first_day", "rule_lacks"),
            ("budgets.csv", 3, "last_day", "rule_lacks"),
        ],
    ),
    "levels of no soft rule": (
        d.setting("rule_levels", "wishes=2;fair_nights=0;rest=2;wishs=3;wishes=4"),
        [("settings.csv", 8, "rule_levels", f"rule_level_{why}") for why in ("form", "hard", "unknown", "twice")],
    ),
    # several at once
    "problems of many kinds": (
        d.cells(
            "outlets",
            (2, "desks", "six"),
            (3, "kind", ""),
            (4, "latitude", 95),
            (4, "outlet", "A"),
            also=tuple(name for name in tables() if name not in ("settings", "outlets")),
        ),
        [
            ("outlets.csv", 2, "desks", "not_a_number"),
            ("outlets.csv", 3, "kind", "blank"),
            ("outlets.csv", 4, "latitude", "above_most"),
            ("outlets.csv", 4, "longitude", "half_a_place"),
            ("outlets.csv", 4, "outlet", "duplicate_key"),
            *(("opening_hours.csv", row, "outlet", "unknown_reference") for row in range(24, 31)),
            ("employees.csv", 5, "outlet", "unknown_reference"),
            ("posts.csv", 5, "outlet", "unknown_reference"),
        ],
    ),
}
