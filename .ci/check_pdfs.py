#!/usr/bin/env python3
"""Checks PDFs with programs that did not make them.

    check_pdfs.py PROFILE[,PROFILE...] FOLDER

Every PDF below FOLDER must pass each PROFILE (2a, 3a, ua1) of `page-validation`, and `qpdf --check`. Both, and fontTools, must
be installed; `.ci/run` does that. What fails is printed, a line each, and the exit code is 1.

Two reports of page-validation 0.11 are weighed before they are believed:

- It takes the widths of glyphs in CID-keyed CFF programs for 0 where the program leaves them to the defaults of its private
  dictionary. Believed where fontTools, which reads the program itself, finds a width unlike that in /W.
- It takes the last byte of a stream for a part of the line break before `endstream` where that byte happens to be a carriage
  return. Believed where no line break and `endstream` stand /Length bytes after the beginning of a stream.
"""

import base64
import concurrent.futures
import io
import json
import pathlib
import re
import subprocess
import sys

import page
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

# Widths are in thousandths of an em; the standards allow them to differ by one.
TOLERANCE = 1.0


def is_about_widths(failure):
    return "GLYPH-WIDTH" in failure.rule_id and "CIDFontType0C" in failure.message


def is_about_lengths(failure):
    return "STREAM-LENGTH" in failure.rule_id


def objects_of(path):
    """Every object of a PDF, streams decoded."""
    command = ["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["qpdf"][1]


def value_of(objects, it):
    """An object, or what a reference refers to."""
    if isinstance(it, str) and it.endswith(" R"):
        return objects[f"obj:{it}"].get("value")
    return it


def declared_widths(objects, font):
    """Widths of a CID font by CID, as its /W states them."""
    widths, array, at = {}, value_of(objects, font.get("/W", [])), 0
    while at < len(array):
        first, second = array[at], value_of(objects, array[at + 1])
        if isinstance(second, list):
            widths.update({first + offset: width for offset, width in enumerate(second)})
            at += 2
        else:
            widths.update({cid: array[at + 2] for cid in range(first, second + 1)})
            at += 3
    return widths


def program_widths(objects, descriptor):
    """Widths of an embedded program by CID, in thousandths of an em."""
    key = next(it for it in ("/FontFile3", "/FontFile2") if it in descriptor)
    stream = objects[f"obj:{descriptor[key]}"]["stream"]
    data = base64.b64decode(stream["data"])
    if key == "/FontFile2":
        font = TTFont(io.BytesIO(data))
        scale = 1000 / font["head"].unitsPerEm
        return {gid: font["hmtx"][name][0] * scale for gid, name in enumerate(font.getGlyphOrder())}
    assert stream["dict"]["/Subtype"] == "/CIDFontType0C", stream["dict"]
    program = CFFFontSet()
    program.decompile(io.BytesIO(data), None)
    top = program[0]
    widths = {}
    for gid, name in enumerate(top.charset):
        glyph, part = top.CharStrings.getItemAndSelector(name)
        glyph.draw(NullPen())
        scale = top.FontMatrix[0] if hasattr(top, "FontMatrix") else 0.001
        if part is not None and hasattr(top.FDArray[part], "FontMatrix"):
            scale *= top.FDArray[part].FontMatrix[0]
        cid = int(name[3:]) if name.startswith("cid") else gid
        widths[cid] = glyph.width * scale * 1000
    return widths


def differing_widths(path):
    """What is wrong with the widths of a PDF's CID fonts; and how many glyphs were compared."""
    objects = objects_of(path)
    wrong, compared = [], 0
    for object_id, content in objects.items():
        font = content.get("value")
        if not isinstance(font, dict) or font.get("/Subtype") not in ("/CIDFontType0", "/CIDFontType2"):
            continue
        declared, default = declared_widths(objects, font), font.get("/DW", 1000)
        for cid, width in program_widths(objects, value_of(objects, font["/FontDescriptor"])).items():
            compared += 1
            if abs(declared.get(cid, default) - width) > TOLERANCE:
                wrong.append(f"{object_id}: CID {cid} is {width} wide, said to be {declared.get(cid, default)}")
    return wrong, compared


def differing_lengths(path):
    """Streams of a PDF that do not end where their /Length says."""
    data = path.read_bytes()
    wrong, count, at = [], 0, 0
    begin = re.compile(rb"\n(\d+) 0 obj\s*<<((?:(?!endobj).)*?)>>\s*stream\r?\n", re.DOTALL)
    while stream := begin.search(data, at):
        length = re.search(rb"/Length (\d+)(?! \d+ R)", stream[2])
        at = stream.end() + int(length[1])
        count += 1
        if not re.match(rb"\r?\nendstream", data[at : at + 11]):
            wrong.append(f"stream {stream[1].decode()} does not end after {length[1].decode()} bytes")
    expected = sum("stream" in it for it in objects_of(path).values())
    return wrong if count == expected else wrong + [f"{count} streams found instead of {expected}"]


def faults(path, profiles):
    """What is wrong with a PDF, and how many glyphs were compared to weigh reports of widths."""
    found, widths_in_doubt, lengths_in_doubt = [], False, False
    syntax = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    if syntax.returncode != 0:
        return [f"qpdf: {(syntax.stdout + syntax.stderr).strip()}"], 0
    for profile in profiles:
        for failure in page.validate_pdf(path, profile=profile).failures:
            if is_about_widths(failure):
                widths_in_doubt = True
            elif is_about_lengths(failure):
                lengths_in_doubt = True
            else:
                found.append(f"{profile}: {failure.rule_id} {failure.message}")
    wrong, compared = [], 0
    try:
        if widths_in_doubt:
            wrong, compared = differing_widths(path)
        if lengths_in_doubt:
            wrong += differing_lengths(path)
    except subprocess.CalledProcessError as error:
        wrong = [f"qpdf: {error.stderr.decode().strip()}"]
    return found + wrong, compared


def main():
    profiles, folder = sys.argv[1].split(","), pathlib.Path(sys.argv[2])
    paths = sorted(folder.rglob("*.pdf"))
    if not paths:
        sys.exit(f"no PDF below {folder}")
    failed = compared = 0
    with concurrent.futures.ProcessPoolExecutor() as pool:
        results = list(pool.map(faults, paths, [profiles] * len(paths)))
    for path, (found, glyphs) in zip(paths, results):
        compared += glyphs
        failed += bool(found)
        for fault in found:
            print(f"{path}: {fault}")
    print(f"{len(paths)} PDFs, {failed} with faults; {', '.join(profiles)} and qpdf; widths of {compared} glyphs compared")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
