"""Python's ways of the same work, driven line by line: see lib/line-process.mjs.

  python jpeg/python LIBRARY TILES LARGE THREADS

LIBRARY is a module beside this one without its `by_`; TILES and LARGE are folders of JPEGs. A line
`WORK` does that work once and is answered with its milliseconds; `save WORK PATH` writes its result
as raw bytes. Where the library is not installed, the program ends at once with status 3.
"""
import importlib
import sys
import time

from files import Files

library, tiles, large, threads = sys.argv[1:]
try:
    module = importlib.import_module(f'by_{library}')
except ImportError as error:
    print(f'{library}: {error}', file=sys.stderr)
    sys.exit(3)
works = module.works(Files(tiles, large), int(threads))
print('ready', flush=True)

for line in sys.stdin:
    words = line.split()
    if not words:
        continue
    if words[0] == 'save':
        works[words[1]]().tofile(words[2])
        print('saved', flush=True)
        continue
    start = time.perf_counter()
    works[words[0]]()
    print(f'{(time.perf_counter() - start) * 1e3:.3f}', flush=True)
