// The page of `dareblopy view`. Addresses are relative to it, so that the token stays in them.

const pageSize = 60;
const $ = (selector) => document.querySelector(selector);
const form = $('#transform');
const state = { set: undefined, total: 0, loaded: 0, search: '', request: 0, events: undefined };

async function getJson(path) {
  const response = await fetch(path);
  const value = await response.json();
  if (!response.ok) throw new Error(value.message);
  return value;
}

const shown = () => $('#shown input:checked').value;

/** Only what was turned away from the command's own options goes along. */
function query() {
  const values = new URLSearchParams();
  if (state.set?.transform) {
    for (const input of form.elements) {
      if (!input.name || ['seed', 'epoch'].includes(input.name)) continue;
      if (input.value !== input.dataset.first) values.set(input.name, input.value);
    }
  }
  for (const name of ['seed', 'epoch']) values.set(name, form.elements[name].value || '0');
  return values;
}

const pictureAddress = (index, kind) =>
  kind === 'row' ? `row/${index}?${query()}` : `stored/${index}`;

function fillTransform({ size, crop, fit, area, flip, jitter } = {}) {
  if (!size) {
    form.querySelector('fieldset').disabled = true; // a Decoder has no options to turn
    return;
  }
  // A jitter may be a range; the slider turns its breadth.
  const breadth = (value = 0) =>
    Array.isArray(value) ? Math.max(...value.map((v) => Math.abs(v - 1))) : value;
  const first = {
    height: size[0],
    width: size[1],
    crop: crop ?? 'center',
    fit: fit ?? 'cover',
    area: area?.[0] ?? 0.08,
    flip: flip?.horizontal ?? 0,
    brightness: breadth(jitter?.brightness),
    contrast: breadth(jitter?.contrast),
    saturation: breadth(jitter?.saturation),
  };
  for (const [name, value] of Object.entries(first)) {
    const input = form.elements[name];
    input.value = value;
    input.dataset.first = input.value;
  }
  showValues();
}

function showValues() {
  for (const input of form.querySelectorAll('input[type=range]')) {
    input.parentElement.querySelector('output').value = input.value;
  }
  const { transform } = state.set ?? {};
  if (!transform) return;
  const value = (name) => Number(form.elements[name].value);
  const jitter = Object.fromEntries(
    ['brightness', 'contrast', 'saturation']
      .filter((name) => value(name) > 0)
      .map((name) => [name, value(name)]),
  );
  const crop = form.elements.crop.value;
  const options = {
    ...transform,
    size: [value('height'), value('width')],
    crop,
    ...(crop === 'random-resized'
      ? { area: [value('area'), 1] }
      : { fit: form.elements.fit.value }),
    flip: { ...transform.flip, horizontal: value('flip') },
    ...(Object.keys(jitter).length > 0 ? { jitter } : {}),
  };
  $('#code pre').textContent = `jpeg(${JSON.stringify(options, undefined, 2)})`;
}

/** A picture, or what is wrong with it. */
function showPicture(holder, index, kind) {
  const img = document.createElement('img');
  img.alt = kind === 'row' ? 'as training sees it' : 'as stored';
  img.loading = 'lazy';
  img.src = pictureAddress(index, kind);
  // A browser shows half a picture without a word: the loader is asked what it makes of it.
  img.addEventListener('error', () => showProblem(holder, index));
  if (kind === 'stored') img.addEventListener('load', () => void checkPicture(holder, index));
  holder.replaceChildren(img);
}

async function checkPicture(holder, index) {
  const response = await fetch(pictureAddress(index, 'row'));
  if (!response.ok) showText(holder, (await response.json()).message);
}

async function showProblem(holder, index) {
  try {
    const response = await fetch(pictureAddress(index, 'row'));
    showText(holder, response.ok ? 'the browser cannot show it' : (await response.json()).message);
  } catch (error) {
    showText(holder, error.message);
  }
}

function showText(holder, text) {
  const bad = document.createElement('span');
  bad.className = 'bad';
  bad.textContent = text;
  holder.replaceChildren(bad);
}

function cellOf({ index, name, label }) {
  const cell = document.createElement('button');
  cell.className = 'cell';
  cell.dataset.index = index;
  cell.title = name;
  const holder = document.createElement('span');
  holder.className = 'holder';
  showPicture(holder, index, shown());
  const caption = document.createElement('span');
  caption.className = 'name';
  if (label !== undefined) {
    const strong = document.createElement('span');
    strong.className = 'label';
    strong.textContent = `${label} `;
    caption.append(strong);
  }
  caption.append(name.slice(name.lastIndexOf('/') + 1));
  cell.append(holder, caption);
  cell.addEventListener('click', () => void showDetail(index));
  return cell;
}

async function load(fresh) {
  const request = ++state.request;
  if (fresh) state.loaded = 0;
  const at = new URLSearchParams({ search: state.search, offset: state.loaded, limit: pageSize });
  const { total, items } = await getJson(`api/items?${at}`);
  if (request !== state.request) return; // a later search was quicker
  const cells = items.map(cellOf);
  if (fresh) $('#grid').replaceChildren(...cells);
  else $('#grid').append(...cells);
  state.loaded += items.length;
  state.total = total;
  $('#count').value = `${total.toLocaleString('en-US')} pictures`;
  $('#more').hidden = state.loaded >= total;
}

function redraw() {
  showValues();
  for (const cell of document.querySelectorAll('.cell')) {
    showPicture(cell.querySelector('.holder'), Number(cell.dataset.index), shown());
  }
}

async function showDetail(index) {
  const dialog = $('#detail');
  const [stored, row] = dialog.querySelectorAll('img');
  stored.src = pictureAddress(index, 'stored');
  row.src = pictureAddress(index, 'row');
  dialog.showModal();
  const facts = dialog.querySelector('.facts');
  try {
    const info = await getJson(`info/${index}`);
    dialog.querySelector('h2').textContent = info.name;
    const label = info.label === undefined ? '' : `${info.label}; `;
    facts.textContent = `${label}${info.width}x${info.height}, ${info.bytes.toLocaleString('en-US')} bytes, ${info.process} ${info.colorSpace} ${info.subsampling}, orientation ${info.orientation}`;
  } catch (error) {
    dialog.querySelector('h2').textContent = '';
    facts.textContent = error.message;
  }
}

function showStats(stats) {
  const bad = stats.badSamples > 0 ? `, ${stats.badSamples} bad` : '';
  $('#rate').textContent =
    `${Math.round(stats.samplesPerSecond).toLocaleString('en-US')} samples/s, ${stats.batches} batches${bad}`;
  $('#stages').replaceChildren(
    ...stats.stages.map(({ stage, share }) => {
      const line = document.createElement('div');
      line.className = stage === stats.limitStage ? 'stage limits' : 'stage';
      const meter = document.createElement('meter');
      meter.value = share;
      line.append(stage, meter, `${Math.round(100 * share)}%`);
      return line;
    }),
  );
  $('#summary').textContent = stats.summary;
}

function stopLoader() {
  state.events?.close();
  state.events = undefined;
  $('#run').textContent = 'Run';
}

function runLoader() {
  if (state.events) return stopLoader();
  const values = query();
  values.set('batch', $('#batch').value);
  state.events = new EventSource(`api/stats?${values}`);
  $('#run').textContent = 'Stop';
  state.events.addEventListener('message', ({ data }) => {
    const stats = JSON.parse(data);
    showStats(stats);
    if (stats.done) stopLoader();
  });
  state.events.addEventListener('failed', ({ data }) => {
    $('#summary').textContent = JSON.parse(data);
    stopLoader();
  });
  state.events.addEventListener('error', stopLoader);
}

/** Calls `what` once a moment after the last of many calls. */
function soon(what) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(what, 150);
  };
}

const report = (error) => {
  $('#count').value = error.message;
};

$('#search').addEventListener(
  'input',
  soon(() => {
    state.search = $('#search').value;
    load(true).catch(report);
  }),
);
$('#more').addEventListener('click', () => void load(false).catch(report));
$('#shown').addEventListener('change', redraw);
form.addEventListener('input', showValues);
form.addEventListener(
  'input',
  soon(() => {
    if (state.set?.transform || ['seed', 'epoch'].includes(document.activeElement?.name)) {
      $('#shown input[value=row]').checked = true;
    }
    redraw();
  }),
);
form.addEventListener('submit', (event) => event.preventDefault());
$('#run').addEventListener('click', runLoader);

try {
  state.set = await getJson('api/set');
  document.title = `${state.set.path} - DareBlopy`;
  $('#path').textContent = state.set.path;
  fillTransform(state.set.transform);
  await load(true);
} catch (error) {
  report(error);
}
