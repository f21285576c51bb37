"""Making the table: from a small package with everything wrong that can be, and from official files good and bad."""

import itertools
import tracemalloc
import zipfile
from pathlib import Path

import brotli
import msgpack
import pytest

from directory import postcode_table
from directory.postcode_files import BadPostcodeFile
from directory.postcode_table import build, load
from directory.postcodes import Postcodes, read
from tests.postcode_table import CROYDON, LEWISHAM, SOUTHWARK, TRUTHS, metres

NAN = float("nan")
SMALL = {
    "S": [
        ("SE6 4RU", LEWISHAM, 537_500.0, 173_500.0),
        ("SE6 4RX", LEWISHAM, 537_700.0, 173_700.0),
        ("SE6 4ZZ", SOUTHWARK, 537_600.0, 173_600.0),
        ("SE6 9AA", LEWISHAM, NAN, NAN),
        ("SE6 9AB", LEWISHAM, 0.0, 0.0),
        ("S1  1AA", "E08000039", 435_000.0, 387_000.0),
    ],
    "C": [
        ("CR9 1AA", CROYDON, 532_904.0, 165_801.0),
        ("CR6 9AA", CROYDON, 535_000.0, 158_000.0),
        ("CR6 9AB", "E07000215", 536_000.0, 158_000.0),
        ("CR6 9AD", "E07000215", 537_000.0, 158_000.0),
    ],
    "B": [("BT1 1AA", NAN, NAN, NAN)],
}


@pytest.fixture
def small_package(tmp_path, monkeypatch):
    folder = tmp_path / "small_postcodes"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for letter, rows in SMALL.items():
        columns = dict(zip(("pcd", "laua", "oseast1m", "osnrth1m"), map(list, zip(*rows, strict=True)), strict=True))
        packed = msgpack.packb({"columns": list(columns), "data": columns})
        (folder / f"postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(postcode_table, "PACKAGE_FOLDER", "small_postcodes")
    return folder


def test_only_london_is_kept_and_rows_without_a_place_are_not(small_package, tmp_path):
    shares: list[float] = []
    about = build(tmp_path / "t.sqlite", shares.append)
    small = Postcodes(tmp_path / "t.sqlite")
    assert about == small.about() and about.rows == 4
    assert small.unit("SE6 4RU") and small.unit("CR6 9AA")
    assert not any(map(small.unit, ("SE6 9AA", "SE6 9AB", "CR9 1AA", "CR6 9AB", "S1 1AA")))
    assert small.sector("SE6 4").gss == LEWISHAM and small.sector("SE6 9") is None
    assert small.district("CR6").gss == "E07000215" and small.district("CR9") is small.district("S1") is None
    assert small.elsewhere(read("S1 1AA")) and not small.elsewhere(read("SE7 1AA"))
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_the_same_package_gives_the_same_bytes(small_package, tmp_path):
    build(tmp_path / "one.sqlite")
    build(tmp_path / "two.sqlite")
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


def test_a_damaged_package_leaves_the_old_table(small_package, tmp_path):
    build(tmp_path / "t.sqlite")
    (small_package / "postcodes_S.msgpack.br").write_bytes(b"not brotli")
    with pytest.raises(BadPostcodeFile, match=r"postcodes_S\.msgpack\.br"):
        build(tmp_path / "t.sqlite")
    assert Postcodes(tmp_path / "t.sqlite").unit("SE6 4RU")
    for file in small_package.glob("*.br"):
        file.unlink()
    with pytest.raises(BadPostcodeFile, match="not installed"):
        build(tmp_path / "t.sqlite")


# Loading the official files

CODE_POINT = (
    '"BR1 1AA",10,540291,168873,"E92000001","E19000003","E18000007","","E09000006","E05013991"\r\n'
    '"BR1 1AB",10,540262,169405,"E92000001","E19000003","E18000007","","E09000006","E05013991"\r\n'
    '"BR1 1AE",90,540197,169204,"E92000001","E19000003","E18000007","","E09000006","E05013991"\r\n'
    '"SE5 8AZ",10,532664,176146,"E92000001","E19000003","E18000007","","E09000028","E05011115"\r\n'
)
ONS_ROWS = [
    # postcode, doterm, authority, lat, long
    ("SE13 6JZ", "", LEWISHAM, "51.457272", "-0.014001"),
    ("SE5 8AZ", "", SOUTHWARK, "51.468766", "-0.091468"),
    ("SE5 8ZZ", "199912", SOUTHWARK, "51.468766", "-0.091468"),  # ended
    ("BT1 1AA", "", "N09000003", "54.602", "-5.927"),  # Northern Ireland
    ("JE2 3AB", "", "L99999999", "99.999999", "0.000000"),  # no place
]
HEADERS = {
    "ONSPD_FEB_2024_UK.csv": "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,oseast1m,osnrth1m,lat,long,icb",
    "ONSPD_NOV_2025_UK.csv": "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,east1m,north1m,lat,long,icb23cd",
    "NSPL_MAY_2024_UK.csv": "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,oa11,cty,ced,laua,lat,long",
    "NSPL_NOV_2025_UK.csv": "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,oa21cd,cty25cd,lad25cd,lat,long",
}  # fmt: skip


def code_point(folder: Path, text: str = CODE_POINT) -> Path:
    (folder / "br.csv").write_text(text, newline="")
    return folder / "br.csv"


def ons(header: str, rows=ONS_ROWS) -> str:
    lines = [header]
    for code, ended, authority, latitude, longitude in rows:
        known = {"doterm": ended, "oslaua": authority, "laua": authority, "lad25cd": authority, "lat": latitude}
        known |= {"long": longitude, "pcds": code, "pcd": code.replace(" ", ""), "pcd7": code.replace(" ", "")}
        lines.append(",".join(known.get(column, "x") for column in header.split(",")))
    return "\n".join(lines) + "\n"


def test_one_table_of_code_point_open(tmp_path):
    about = load(code_point(tmp_path), tmp_path / "t.sqlite")
    assert (about.source, about.date, about.rows) == ("Code-Point Open", "", 3)
    assert about.attribution[2] == "Contains National Statistics data © Crown copyright and database right"
    loaded = Postcodes(tmp_path / "t.sqlite")
    assert metres(loaded.unit("SE5 8AZ"), (51.46874, -0.09144)) < 3
    assert loaded.unit("BR1 1AA").gss == loaded.district("BR1").gss == "E09000006"
    assert loaded.unit("BR1 1AE") is None


def test_the_whole_zip_of_code_point_open(tmp_path):
    with zipfile.ZipFile(tmp_path / "codepo_gb.zip", "w") as archive:
        archive.writestr("Data/CSV/br.csv", CODE_POINT)
        archive.writestr(
            "Data/CSV/ab.csv", '"AB10 1AB",10,394235,806529,"S92000003","","","","S12000033","S13002842"\n'
        )
        archive.writestr("Doc/metadata.txt", "PRODUCT: OS CODE-POINT\nCOPYRIGHT DATE: 20250422\n")
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n")
    shares: list[float] = []
    about = load(tmp_path / "codepo_gb.zip", tmp_path / "t.sqlite", shares.append)
    assert (about.source, about.date, about.rows) == ("Code-Point Open", "2025-04", 4)
    assert shares == sorted(shares) and shares[-1] == 1.0
    loaded = Postcodes(tmp_path / "t.sqlite")
    assert loaded.unit("AB101AB").gss == "S12000033" and loaded.elsewhere(read("OX1 1AA"))


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("zipped", [False, True])
def test_ons_files_with_old_and_new_names(tmp_path, name, zipped):
    text = "\ufeff" + ons(HEADERS[name])
    source = tmp_path / name
    if zipped:
        source = source.with_suffix(".zip")
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("Documents/LAD names and codes UK.csv", "LAD25CD,LAD25NM\nE09000023,Lewisham\n")
            archive.writestr(f"Data/{name}", text)
            archive.writestr("Data/multi_csv/" + name.replace("UK", "SE"), ons(HEADERS[name], ONS_ROWS[:1] * 20))
    else:
        source.write_text(text, encoding="utf-8")
    about = load(source, tmp_path / "t.sqlite")
    assert about.source == ("ONS Postcode Directory" if "ONSPD" in name else "National Statistics Postcode Lookup")
    assert about.date == {"FEB": "2024-02", "MAY": "2024-05", "NOV": "2025-11"}[name.split("_")[1]]
    assert about.attribution[0].endswith(about.date[:4]) and about.rows == 2
    loaded = Postcodes(tmp_path / "t.sqlite")
    for code, spot, gss in TRUTHS[:2]:
        assert metres(loaded.unit(code), spot) < 1
        assert loaded.unit(code).gss == gss
    assert not any(map(loaded.unit, ("SE5 8ZZ", "BT1 1AA", "JE2 3AB")))


def test_longitudes_on_the_meridian_may_be_written_small(tmp_path):
    (tmp_path / "ONSPD.csv").write_text(ons(HEADER, [("SE10 8XJ", "", "E09000011", "51.4779", "-2.2e-05")]))
    load(tmp_path / "ONSPD.csv", tmp_path / "t.sqlite")
    assert Postcodes(tmp_path / "t.sqlite").unit("SE10 8XJ").longitude == -0.000022


HEADER = HEADERS["ONSPD_NOV_2025_UK.csv"]
GOOD = ONS_ROWS[0]
BAD = {
    "empty": ("", "line 1: this is not a file of"),
    "a letter": ("Dear all,\nplease find", "line 1: this is not a file of"),
    "another csv": ("id,name\n1,Lewisham\n", "line 1: this is not a file of"),
    "a web page": ("<!doctype html><html>", "line 1: this is not a file of"),
    "no lat": (HEADER.replace(",lat,", ",,") + "\n", "line 1: there is no column for lat"),
    "no doterm": (HEADER.replace(",doterm,", ",,") + "\n", "line 1: there is no column for doterm"),
    "only a header": (HEADER + "\n", "no postcode with a place"),
    "short row": (ons(HEADER, [GOOD]) + "SE136JZ,SE13 6JZ\n", "line 3: there are too few columns"),
    "words for lat": (ons(HEADER, [GOOD, (*GOOD[:3], "north", "0")]), "line 3: lat is 'north'"),
    "lat of nowhere": (ons(HEADER, [GOOD, (*GOOD[:3], "12.5", "0")]), "line 3: lat is '12.5'"),
    "nan": (ons(HEADER, [(*GOOD[:3], "nan", "0")]), "line 2: lat is 'nan'"),
    "no postcode": (ons(HEADER, [("Lewisham", *GOOD[1:])]), "line 2: 'Lewisham' is not a postcode"),
    "nine columns": (
        CODE_POINT + '"BR1 1AF",10,540291,168873,"","","","","E09000006"\n',
        "line 5: there are 9 columns",
    ),
    "grid of the sea": (CODE_POINT.replace("540262", "-1"), "line 2: easting is '-1'"),
    "binary": ("\x00\x01\x02" * 1000, "line 1: this is not a file of"),
    "an open quote": (CODE_POINT + '"' + "x" * 200_000, "line 5: field larger than field limit"),
    "a torn zip": ("PK\x03\x04" + "x" * 500, "the zip is damaged"),
}


@pytest.mark.parametrize("why", BAD)
def test_a_wrong_file_is_refused_with_line_and_reason_and_the_old_table_stays(tmp_path, why):
    target = tmp_path / "t.sqlite"
    load(code_point(tmp_path), target)
    before = target.read_bytes()
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(BAD[why][0], newline="")
    with pytest.raises(BadPostcodeFile) as said:
        load(wrong, target)
    assert BAD[why][1] in str(said.value)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["br.csv", "t.sqlite", "wrong.csv"]


def test_a_missing_file_a_folder_and_zips_that_hold_nothing_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with zipfile.ZipFile(tmp_path / "torn.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/CSV/br.csv", CODE_POINT * 500)
    torn = bytearray((tmp_path / "torn.zip").read_bytes())
    torn[60:90] = b"\xff" * 30
    (tmp_path / "torn.zip").write_bytes(torn)
    reasons = {"missing.csv": "cannot be read", ".": "cannot be read", "empty.zip": "no CSV", "torn.zip": "damaged"}
    for name, reason in reasons.items():
        with pytest.raises(BadPostcodeFile, match=reason):
            load(tmp_path / name, tmp_path / "t.sqlite")
    assert not (tmp_path / "t.sqlite").exists()


def test_a_table_swapped_in_is_seen_at_the_next_question(tmp_path):
    target = tmp_path / "t.sqlite"
    open_before = Postcodes(target)
    assert open_before.unit("BR1 1AA") is None
    load(code_point(tmp_path), target)
    assert open_before.unit("BR1 1AA") and open_before.about().rows == 3
    load(code_point(tmp_path, CODE_POINT.replace("BR1 1AA", "BR7 1AA")), target)
    assert open_before.unit("BR1 1AA") is None and open_before.unit("BR7 1AA")
    target.unlink()
    assert open_before.unit("BR7 1AA") is None


@pytest.mark.slow
def test_a_long_file_is_not_held_in_memory(tmp_path):
    letters = [a + b for a, b in itertools.product("ABDEFGHJLNPQRSTUWXYZ", repeat=2)]
    with open(tmp_path / "long.csv", "w") as file:
        for district, digit, end in itertools.product(range(1, 51), range(10), letters):
            file.write(f'"BR{district} {digit}{end}",10,540291,168873,"E92000001","","","","E09000006","E05013991"\n')
    assert (tmp_path / "long.csv").stat().st_size > 14_000_000
    tracemalloc.start()
    load(tmp_path / "long.csv", tmp_path / "t.sqlite")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000, "two batches of 20,000 rows and no more"


def test_a_table_laid_out_otherwise_counts_as_missing(tmp_path, monkeypatch):
    load(code_point(tmp_path), tmp_path / "t.sqlite")
    assert Postcodes(tmp_path / "t.sqlite").unit("BR1 1AA")
    monkeypatch.setattr("directory.postcodes.TABLE_VERSION", 99)
    assert Postcodes(tmp_path / "t.sqlite").unit("BR1 1AA") is None
