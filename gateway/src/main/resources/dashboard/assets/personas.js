import { api } from './api.js';
import { h, byId, put } from './dom.js';
import { ago, count, moment, shortKey, words } from './format.js';

let chosen = null;
let cursor = null;

/** Personas that the funnel can be narrowed to: those that answer by now. */
const inForce = (personas) => personas.filter(({ version }) => version);

/** Draws how many people each version of each persona holds for, and offers them as filters. */
export function drawPersonas({ items }, onPerson) {
  const most = Math.max(1, ...items.flatMap(({ versions }) => versions.map(({ people }) => people)));
  put(
    byId('personas'),
    items.length ? items.map((persona) => row(persona, most, onPerson)) : h('li', { class: 'empty' }, 'No persona is defined yet.'),
  );
  offer(inForce(items));
}

function row(persona, most, onPerson) {
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'stage-row persona-row',
        'aria-expanded': String(chosen === persona.id),
        'aria-controls': 'persona',
        'data-persona': persona.id,
        onclick: () => choose(persona, onPerson),
      },
      h('span', { class: 'stage-name' }, persona.name),
      persona.versions.toReversed().map((version) => [
        h('span', { class: 'stage-count' }, count(version.people)),
        h('span', { class: 'persona-version' }, `version ${version.version}, ${state(version)}`),
        h('span', { class: `bar is-${version.state}`, vars: { '--part': version.people / most } }),
      ]),
    ),
  );
}

const STATES = { 'in-force': 'in force', superseded: 'the one before', evaluating: 'looking at everybody' };
const state = (version) => STATES[version.state] ?? version.state;

function offer(personas) {
  const select = byId('flow-persona');
  const known = [...select.options].map(({ value }) => value).join();
  const now = ['', ...personas.map(({ id }) => id)];
  byId('flow-of').hidden = personas.length === 0 && !select.value;
  if (known === now.join()) return;
  const value = select.value;
  put(select, h('option', { value: '' }, 'everybody'), personas.map(({ id, name }) => h('option', { value: id }, name)));
  select.value = now.includes(value) ? value : '';
  if (select.value !== value) select.dispatchEvent(new Event('change'));
}

export function preparePersonas() {
  byId('persona-close').addEventListener('click', () => {
    const button = document.querySelector(`[data-persona="${chosen}"]`);
    close();
    button?.focus();
  });
  byId('persona-flow').addEventListener('click', () => {
    byId('flow-persona').value = chosen;
    byId('flow-persona').dispatchEvent(new Event('change'));
    byId('flow-title').scrollIntoView({ block: 'start' });
  });
}

function close() {
  chosen = null;
  byId('persona').hidden = true;
  mark();
}

function mark() {
  for (const button of document.querySelectorAll('.persona-row')) {
    button.setAttribute('aria-expanded', String(button.dataset.persona === chosen));
  }
}

/** Compares the versions of one persona and lists who it is. */
async function choose({ id, name }, onPerson) {
  if (chosen === id) {
    close();
    return;
  }
  chosen = id;
  mark();
  byId('persona').hidden = false;
  byId('persona-title').textContent = name;
  byId('persona-says').textContent = '';
  byId('persona-flow').hidden = true;
  byId('persona-more').hidden = true;
  put(byId('persona-parts'));
  put(byId('persona-people'), h('li', { class: 'empty' }, 'Looking …'));
  try {
    const persona = await api.persona(id);
    if (chosen !== id) return;
    byId('persona-says').textContent = persona.description ?? '';
    byId('persona-flow').hidden = !persona.version;
    const parts = partsOf(persona);
    put(byId('persona-parts'), parts.map((part, i) => h('li', {}, h('button', { type: 'button', class: 'quiet', 'aria-pressed': String(i === 0), onclick: (click) => show(id, part, click.currentTarget, onPerson) }, part.text))));
    await show(id, parts[0], byId('persona-parts').querySelector('button'), onPerson);
  } catch (problem) {
    if (chosen === id) put(byId('persona-people'), h('li', { class: 'problem' }, problem.message));
  }
}

/** Who it is now, and how the people of two versions differ. */
function partsOf({ version, versions, compared }) {
  const newest = versions.at(-1);
  const shown = versions.find((one) => one.version === version) ?? newest;
  const parts = [{ text: `${count(shown.people)} in version ${shown.version}`, of: { version: shown.version } }];
  if (compared) {
    const { older, newer, onlyOlder, onlyNewer, both } = compared;
    parts.push(
      { text: `${count(onlyNewer)} only in version ${newer}`, of: { version: newer, without: older } },
      { text: `${count(onlyOlder)} only in version ${older}`, of: { version: older, without: newer } },
    );
    parts[0].text += `, ${count(both)} in both`;
  }
  return parts;
}

async function show(id, part, button, onPerson) {
  cursor = null;
  for (const other of byId('persona-parts').querySelectorAll('button')) {
    other.setAttribute('aria-pressed', String(other === button));
  }
  byId('persona-more').onclick = () => load(id, part, button, onPerson, false);
  await load(id, part, button, onPerson, true);
}

async function load(id, part, button, onPerson, anew) {
  const list = byId('persona-people');
  try {
    const page = await api.personaPeople(id, part.of, cursor);
    if (chosen !== id || button.getAttribute('aria-pressed') !== 'true') return;
    if (anew) list.replaceChildren();
    cursor = page.next ?? null;
    byId('persona-more').hidden = !cursor;
    if (anew && page.items.length === 0) list.append(h('li', { class: 'empty' }, 'Nobody.'));
    list.append(...page.items.map((item) => member(item, onPerson)));
  } catch (problem) {
    put(list, h('li', { class: 'problem' }, problem.message));
  }
}

const member = ({ person, since, because }, onPerson) =>
  h(
    'li',
    {},
    h(
      'button',
      { type: 'button', class: 'person-row', onclick: () => onPerson(person) },
      h('span', { class: 'key' }, shortKey(person)),
      h('span', { title: moment(because.moment) }, why(because)),
      h('time', { datetime: since }, ago(since)),
    ),
  );

/** What made somebody the persona, in a few words. */
export const why = (because) => (because.source ? `by event ${because.id} of ${words(because.source)}` : 'as time passed');
