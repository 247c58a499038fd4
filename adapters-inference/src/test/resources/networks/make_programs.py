"""Makes the TorchScript archives that are not what they look like, next to this file: python3 make_programs.py (any torch).

Each looks like mean-colour.pt to a careless reader; torch.jit.load runs something else.
"""
import io
import os
import sys
import zipfile

CODE = "network/code/__torch__.py"
HOLDER = "network/code/__torch__/harmless.py"
READS = '    return torch.from_file("/etc/hostname", False, 3)\n'


def entries():
    with zipfile.ZipFile("mean-colour.pt") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_body(body):
    """The network with another last line."""
    all_of_it = entries()
    source = all_of_it[CODE].decode()
    kept = source[:source.rindex("    return ")]
    all_of_it[CODE] = (kept + body).encode()
    return all_of_it


def write(file, all_of_it, comment=b""):
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = comment
        for name, content in all_of_it.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def other_case():
    """libtorch finds code/__torch__.PY when it looks for code/__torch__.py."""
    all_of_it = with_body(READS)
    all_of_it[CODE[:-3] + ".PY"] = all_of_it.pop(CODE)
    all_of_it[HOLDER] = b"class Harmless(Module):\n  training : bool\n"
    write("other-case.pt", all_of_it)


def two_directories():
    """One archive behind the other: java.util.zip takes the second directory, libtorch the first."""
    file = io.BytesIO()
    write(file, with_body(READS))
    first = file.getvalue()
    file = io.BytesIO(first[:-22])
    file.seek(0, io.SEEK_END)
    # The end record of the first again, in the comment of the second; its own comment would be a byte too long.
    write(file, entries(), comment=first[-22:-2] + b"\x01\x00")
    with open("two-directories.pt", "wb") as target:
        target.write(file.getvalue())


def main():
    os.chdir(os.path.dirname(os.path.abspath(sys.argv[0])))
    other_case()
    two_directories()
    write("asks-by-text.pt", with_body('    return getattr(torch, "from_file")("/etc/hostname", False, 3)\n'))
    write("continued-line.pt", with_body('    return x.\\\n      as_strided([1, 3], [3, 1])\n'))


if __name__ == "__main__":
    main()
