/** Said in the rows of Python's libraries where none is named. */
export const noPython = 'no Python is named: DAREBLOPY_BENCH_PYTHON, or npm run bench -- --peers';
