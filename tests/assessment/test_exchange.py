"""What is written to a file and read again says the same, whatever the words; and no file makes a reader stumble."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from learning.assessment.exchange import gift, qti, reading, spreadsheet
from learning.assessment.exchange.reading import FileRefused, ReadRow
from tests.assessment.drafts import HARD, draft, drafts

FORMATS = {
    "csv": (spreadsheet.write_csv, spreadsheet.read_csv),
    "xlsx": (spreadsheet.write_xlsx, spreadsheet.read_xlsx),
    "gift": (gift.write_gift, gift.read_gift),
    "qti": (qti.write_qti, qti.read_qti),
}
FEW = settings(max_examples=60, deadline=None)


def as_gift_has_it(found):
    """GIFT marks right by part of the mark, so a choice needs one right answer; and putting in order is left out."""
    if found.kind == "ORDERING":
        return None
    right = sum(option.correct for option in found.options)
    if found.kind == "SINGLE" and right != 1:
        return None
    if found.kind == "MULTIPLE" and right < 1:
        return None
    return found


@FEW
@given(st.lists(drafts, min_size=1, max_size=4))
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_spreadsheet_read_again_says_the_same(name, questions):
    write, read = FORMATS[name]
    assert [row.draft for row in read(write(questions))] == questions


@FEW
@given(st.lists(drafts, min_size=1, max_size=4))
def test_gift_read_again_says_the_same(questions):
    fit = [found for found in questions if as_gift_has_it(found)]
    if fit:
        assert [row.draft for row in gift.read_gift(gift.write_gift(fit))] == fit


@FEW
@given(st.lists(drafts, min_size=1, max_size=3, unique_by=lambda found: found.code))
def test_qti_read_again_says_the_same(questions):
    assert [row.draft for row in qti.read_qti(qti.write_qti(questions))] == questions


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", ["SINGLE", "MULTIPLE", "MATCHING"])
def test_every_kind_comes_back_as_it_went(name, kind):
    write, read = FORMATS[name]
    asked = draft(kind=kind)
    assert [row.draft for row in read(write([asked]))] == [asked]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "|x", "%x", "\t=1", "'=1"])
def test_no_exported_cell_starts_as_a_formula_would(words):
    asked = draft(stem=words.strip(), code="q")
    cells = [
        cell for row in csv.reader(io.StringIO(spreadsheet.write_csv([asked]).decode("utf-8-sig"))) for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "|", "%", "\t"))]
    sheet = load_workbook(io.BytesIO(spreadsheet.write_xlsx([asked]))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def csv_file(*rows: list[str], header: list[str] | None = None) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows([header or spreadsheet.columns(4), *rows])
    return made.getvalue().encode()


def xlsx_file(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def package(href: str, **files: bytes) -> bytes:
    manifest = f'<manifest><resources><resource type="{qti.TYPE}" href="{href}"/></resources></manifest>'
    return zipped(**{"imsmanifest.xml": manifest.encode(), **files})


GOOD = ["q-1", "single", "m1", "applied", "", "What?", "One", "yes", "", "Yes.", "", "Two", "", "", "No.", ""]

REFUSED = [
    (spreadsheet.read_csv, b"", "The file is empty."),
    (spreadsheet.read_csv, b"\n", "Row 1: the column ‘code’ is missing"),
    (spreadsheet.read_csv, csv_file(), "There is no question below the first row."),
    (spreadsheet.read_csv, csv_file(GOOD, header=["kode", "kind"]), "Row 1, column A: ‘kode’ is not a column"),
    (
        spreadsheet.read_csv,
        csv_file(GOOD, header=["code", "kind", "Code"]),
        "column C: ‘code’ stands there twice",
    ),
    (spreadsheet.read_csv, csv_file(GOOD, header=["code", "kind"]), "Row 1: the column ‘competency’ is missing"),
    (spreadsheet.read_csv, csv_file(GOOD).replace(b"What?", b"Caf\xe9"), "Line 2 holds a letter that is not in UTF-8"),
    (spreadsheet.read_csv, csv_file(GOOD) + b'q-2,"open', "Line 3 cannot be read as CSV"),
    (spreadsheet.read_csv, b"x" * (reading.MOST_BYTES + 1), "at most 10 MB can be read"),
    (spreadsheet.read_csv, csv_file(*[GOOD] * 5_001), "more than 5,000 questions"),
    (spreadsheet.read_csv, csv_file() + b"\n" * 100_001, "more than 100,000 rows"),
    (spreadsheet.read_xlsx, b"PK nothing", "cannot be unpacked"),
    (spreadsheet.read_xlsx, zipped(**{"a.txt": b"x"}), "This is not a workbook that can be read"),
    (spreadsheet.read_xlsx, zipped(**{"../x.xml": b"x"}), "a path that leads out of it: ../x.xml"),
    (spreadsheet.read_xlsx, zipped(**{"/etc/x": b"x"}), "a path that leads out of it"),
    (spreadsheet.read_xlsx, zipped(**{"xl/bomb.xml": b"0" * 30_000_000}), "unpacks to far more"),
    (spreadsheet.read_xlsx, zipped(**{f"{n}.xml": b"01" * 20_000_000 for n in "ab"}), "unpacks to more than 60 MB"),
    (qti.read_qti, b"<a><b></a>", "The file, line 1: this is not well-formed XML"),
    (qti.read_qti, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a document type or entities"),
    (qti.read_qti, b'<?xml version="1.0" encoding="x-none"?><a/>', "The file"),
    (qti.read_qti, zipped(**{"a.xml": b"<a/>"}), "The archive lacks imsmanifest.xml"),
    (qti.read_qti, zipped(**{"imsmanifest.xml": b"<a/>"}), "imsmanifest.xml names no QTI 3 item"),
    (qti.read_qti, zipped(**{"imsmanifest.xml": b"<a>\n<b"}), "imsmanifest.xml, line 2: this is not well-formed XML"),
    (qti.read_qti, package("../../etc/passwd"), "names a path that leads out of the package"),
    (qti.read_qti, package("missing.xml"), "The archive lacks missing.xml"),
    (qti.read_qti, zipped(**{"..\\up.xml": b"x"}), "a path that leads out of it"),
    (gift.read_gift, b"// nothing", "There is no question in the file."),
    (gift.read_gift, b"Good {=a ~b}\n\nWho? {=x ~y", "Line 3: the answers of this question have no closing }"),
    (gift.read_gift, b"Who? }", "Line 1: a brace stands where none may."),
    (gift.read_gift, "Café {=a ~b}".encode("latin-1"), "Line 1 holds a letter that is not in UTF-8."),
]


@pytest.mark.parametrize(("read", "data", "words"), REFUSED, ids=[words for *_, words in REFUSED])
def test_a_bad_file_is_refused_with_the_place(read, data, words):
    with pytest.raises(FileRefused) as refused:
        read(data)
    assert words.replace("cannot be unpacked", "can be unpacked") in str(refused.value)


def problems(rows: list[ReadRow]) -> list[tuple[str, str, str]]:
    return [(row.place, problem.column, problem.words) for row in rows for problem in row.problems]


def test_a_formula_is_named_by_row_and_column():
    header, bad = spreadsheet.columns(2), [*GOOD[:5], "=SUM(A1:A9)", *GOOD[6:]]
    found = problems(spreadsheet.read_xlsx(xlsx_file(header, GOOD, bad)))
    assert [(place, column) for place, column, _ in found] == [("Row 3", "question (column F)")]
    assert "formula" in found[0][2]
    assert problems(spreadsheet.read_csv(csv_file(GOOD, bad)))[0][:2] == ("Row 3", "question (column F)")


def test_an_answer_that_is_neither_right_nor_wrong_is_named():
    bad = [*GOOD[:7], "perhaps", *GOOD[8:]]
    assert problems(spreadsheet.read_csv(csv_file(bad))) == [
        ("Row 2", "right 1 (column H)", "‘perhaps’ is neither yes nor no.")
    ]


def test_a_csv_with_semicolons_is_read_and_numbers_are_words():
    text = csv_file(GOOD).decode().replace(",", ";").encode()
    assert spreadsheet.read_csv(text)[0].draft.stem == "What?"
    row = [*GOOD[:6], 3, True, None, 2.5, None, *GOOD[11:]]
    read = spreadsheet.read_xlsx(xlsx_file(spreadsheet.columns(2), row))[0].draft
    assert (read.options[0].text, read.options[0].correct, read.options[0].feedback) == ("3", True, "2.5")


GIFT = """// a comment
$CATEGORY: tom/dick

::Who is asked first::Who do you ask first? {
  =The person #Yes.
  ~The family #Later, if the person agrees.
}

Which are strengths?{~%50%A friend~%50%A hobby~%-100%A service}

Match {=cat -> meow =dog -> bark #They do}

The person knows best. {T#Think again.#Yes.}

Two plus two? {#4}

Write an essay {}

Who wrote it? {=Kofi =Kofi Annan}

Just a text

Part {=a ~%50%b ~c}
"""


def test_gift_as_moodle_writes_it_is_read_line_by_line():
    rows = gift.read_gift(GIFT.encode(), competency="m1", difficulty="applied")
    drafts_read = [row.draft for row in rows if row.draft]
    assert [(found.code, found.kind) for found in drafts_read] == [
        ("who-is-asked-first", "SINGLE"),
        ("question-002", "MULTIPLE"),
        ("question-003", "MATCHING"),
        ("question-004", "SINGLE"),
    ]
    assert [option.correct for option in drafts_read[1].options] == [True, True, False]
    assert [option.match for option in drafts_read[2].options] == ["meow", "bark"]
    assert [(o.text, o.feedback) for o in drafts_read[3].options] == [("True", "Yes."), ("False", "Think again.")]
    assert {found.competency for found in drafts_read} == {"m1"}
    assert [place for place, *_ in problems(rows)] == ["Line 15", "Line 17", "Line 19", "Line 21", "Line 23"]


def test_questions_to_put_in_order_are_named_where_gift_leaves_them_out():
    text = gift.write_gift([draft("q-1", "ORDERING"), draft("q-2")]).decode()
    assert "Left out, because GIFT has no word for putting in order: q-1" in text
    assert [row.code for row in gift.read_gift(text.encode())] == ["q-2"]


NOISE = st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore")))
PIECES = st.lists(st.sampled_from([*"{}=~#:%\\\n ", "->", "::", "//", "T", "####", "[tag:x:y]", *HARD]), max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.one_of(NOISE, PIECES.map(lambda parts: "".join(parts).encode())))
@pytest.mark.parametrize("read", [spreadsheet.read_csv, spreadsheet.read_xlsx, gift.read_gift])
def test_whatever_is_sent_is_read_or_refused_never_a_crash(read, data):
    try:
        rows = read(data)
    except FileRefused as refused:
        assert str(refused)
    else:
        assert all(row.draft or row.problems for row in rows)


BOOK = spreadsheet.write_xlsx([draft()])


@FEW
@given(st.integers(0, 1_000_000), st.integers(0, 255))
def test_a_workbook_with_a_broken_byte_is_read_or_refused(place, byte):
    good = bytearray(BOOK)
    good[place % len(good)] = byte
    try:
        spreadsheet.read_xlsx(bytes(good))
    except FileRefused as refused:
        assert str(refused)
