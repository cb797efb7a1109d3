import { api } from './api.js';
import { h, byId, put } from './dom.js';
import { ago, count, share, shortKey } from './format.js';
import { STAGES, eventName } from './events.js';

let chosen = null;
let cursor = null;

/** Draws people by stage, and lists those of a chosen one. */
export function drawStages({ stages, outcomes }, onPerson) {
  const all = stages.reduce((sum, { people }) => sum + people, 0);
  const most = Math.max(1, ...stages.map(({ people }) => people));
  const rows = stages.map(({ stage, people }) =>
    h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: `stage-row row-${stage}`,
          'aria-expanded': String(chosen === stage),
          'aria-controls': 'people',
          'data-stage': stage,
          onclick: () => choose(stage, onPerson),
        },
        h('span', { class: 'stage-name' }, eventName(stage)),
        h('span', { class: 'stage-count' }, count(people)),
        h('span', { class: 'stage-share' }, all ? share(people / all) : ''),
        h('span', { class: 'bar', vars: { '--part': people / most } }),
      ),
    ),
  );
  const beside = (outcomes ?? []).filter(({ people }) => people > 0);
  put(
    byId('stages'),
    rows,
    beside.length
      ? h('li', { class: 'outcomes' }, 'Beside these: ', beside.map(({ outcome, people }, i) => [i ? ', ' : '', h('strong', {}, count(people)), ` ${eventName(outcome).toLowerCase()}`]))
      : null,
  );
}

/** Stages as the funnel counts them, for a service that has no stages of its own to offer. */
export const stagesOfFunnel = (funnel) => ({
  stages: STAGES.map((stage) => {
    const at = funnel.steps.findIndex(({ event }) => event === stage);
    const here = funnel.steps[at]?.count ?? 0;
    return { stage, people: here - (funnel.steps[at + 1]?.count ?? 0) };
  }),
  outcomes: [],
});

export function prepareStages() {
  byId('people-close').addEventListener('click', () => {
    const button = document.querySelector(`[data-stage="${chosen}"]`);
    close();
    button?.focus();
  });
}

function close() {
  chosen = null;
  byId('people').hidden = true;
  mark();
}

function mark() {
  for (const button of document.querySelectorAll('.stage-row')) {
    button.setAttribute('aria-expanded', String(button.dataset.stage === chosen));
  }
}

async function choose(stage, onPerson) {
  if (chosen === stage) {
    close();
    return;
  }
  chosen = stage;
  cursor = null;
  mark();
  byId('people').hidden = false;
  byId('people-title').textContent = eventName(stage);
  const more = byId('people-more');
  more.hidden = true;
  more.onclick = () => load(stage, onPerson, false);
  put(byId('people-list'), h('li', { class: 'empty' }, 'Looking …'));
  await load(stage, onPerson, true);
}

async function load(stage, onPerson, anew) {
  const list = byId('people-list');
  try {
    const page = await api.customers(stage, cursor);
    if (chosen !== stage) return;
    if (anew) list.replaceChildren();
    cursor = page.next ?? null;
    byId('people-more').hidden = !cursor;
    if (anew && page.items.length === 0) list.append(h('li', { class: 'empty' }, 'Nobody is here now.'));
    for (const customer of page.items) {
      list.append(
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'person-row', onclick: () => onPerson(customer.person) },
            h('span', { class: 'key' }, shortKey(customer.person)),
            h('span', {}, `${count(customer.events)} ${customer.events === 1 ? 'event' : 'events'}`),
            h('time', { datetime: customer.lastSeen }, ago(customer.lastSeen)),
          ),
        ),
      );
    }
  } catch (problem) {
    put(list, h('li', { class: 'problem' }, problem.message));
  }
}
