import { api } from './api.js';
import { h, byId, put } from './dom.js';
import { bytes, count, lag } from './format.js';
import { prepareExplanations } from './explain.js';
import { drawFunnel } from './funnel.js';
import { drawOpinions } from './opinions.js';
import { drawPains } from './pains.js';
import { drawPersonas, preparePersonas } from './personas.js';
import { drawStages, prepareStages, stagesOfFunnel } from './stages.js';
import { showPerson } from './person.js';
import { startTicker } from './ticker.js';

const STATUS_MILLIS = 4000;
const STATUS_BUSY_MILLIS = 1500;
/** Figures are drawn again this long after events came, and not more often. */
const FIGURES_MILLIS = 4000;
/** Positions the ticker begins before the newest: some of them are no moments of a journey. */
const LOOK_BACK = 100;

const STATES = { ready: 'live', 'catching-up': 'catching up', 'index-full': 'index full' };

let funnel = null;
let figuresDue = null;
let names = new Map();

const openPerson = (key, name) => {
  if (name) names.set(key, name);
  location.hash = `person=${key}`;
};

async function readStatus() {
  let wait = STATUS_MILLIS;
  try {
    const status = await api.status();
    byId('figure-position').textContent = count(status.projectedPosition);
    byId('figure-lag').textContent = lag(status.lagMillis);
    byId('figure-events').textContent = count(status.events);
    byId('figure-people').textContent = count(status.people);
    byId('figure-identities').textContent = count(status.identities);
    byId('figure-index').textContent = bytes(status.indexBytes);
    tell(status.state, STATES[status.state] ?? status.state);
    if (status.state === 'catching-up') {
      wait = STATUS_BUSY_MILLIS;
      if (status.logPosition > 0) {
        tell(status.state, `catching up, ${Math.floor((100 * status.projectedPosition) / status.logPosition)} %`);
      }
      figuresSoon();
    }
    setTimeout(readStatus, wait);
    return status;
  } catch (problem) {
    tell('down', problem.status === 0 ? 'gateway gone' : 'analytics not there');
    setTimeout(readStatus, wait);
    return null;
  }
}

function tell(state, text) {
  const host = byId('state');
  if (host.dataset.state !== state) host.dataset.state = state;
  if (byId('state-text').textContent !== text) byId('state-text').textContent = text;
}

async function readFigures() {
  await Promise.all([
    readFunnel(),
    readStages(),
    readInto('pains', 'Pain points', api.painPoints, drawPains),
    readInto('opinions', 'Opinions', api.voice, drawOpinions),
    readInto('personas', 'Personas', api.personas, drawPersonas),
  ]);
}

async function readInto(id, what, read, draw) {
  try {
    draw(await read(), openPerson);
    byId(`${id}-problem`).textContent = '';
  } catch (problem) {
    byId(`${id}-problem`).textContent = `${what} cannot be shown: ${problem.message}`;
    put(byId(id));
  }
}

async function readFunnel() {
  try {
    const persona = byId('flow-persona').value;
    const answer = await api.funnel(persona);
    if (persona !== byId('flow-persona').value) return;
    funnel = answer;
    byId('flow-problem').textContent = '';
    byId('flow').classList.remove('is-loading', 'is-empty');
    drawFunnel(funnel, openPerson);
  } catch (problem) {
    byId('flow-problem').textContent = `The funnel cannot be shown: ${problem.message}`;
    byId('flow').classList.remove('is-loading');
    byId('flow').classList.toggle('is-empty', funnel === null);
  }
}

async function readStages() {
  try {
    drawStages(await stages(), openPerson);
    byId('stages-problem').textContent = '';
  } catch (problem) {
    byId('stages-problem').textContent = `Stages cannot be shown: ${problem.message}`;
    put(byId('stages'));
  }
}

async function stages() {
  try {
    return await api.stages();
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    return stagesOfFunnel(funnel ?? (await api.funnel()));
  }
}

function figuresSoon() {
  if (figuresDue !== null) return;
  figuresDue = setTimeout(async () => {
    figuresDue = null;
    if (!document.hidden && !byId('overview').hidden) await readFigures();
  }, FIGURES_MILLIS);
}

function route() {
  const person = new URLSearchParams(location.hash.slice(1)).get('person');
  byId('overview').hidden = Boolean(person);
  byId('person').hidden = !person;
  if (person) {
    const name = names.get(person);
    document.title = `${name ?? 'Customer'} · Journey 360`;
    showPerson(person, { title: name, onBack: () => (location.hash = '') }).then(() => byId('person-title')?.focus());
    scrollTo(0, 0);
  } else {
    document.title = 'Journey 360';
    byId('person').replaceChildren();
    if (funnel) drawFunnel(funnel, openPerson);
    figuresSoon();
  }
}

const IDENTITY = /^id-[a-z2-7]{26}$/;
const PROFILE = /^profile-[a-z2-7]{26}$/;

async function search(submitted) {
  submitted.preventDefault();
  const input = byId('search-value');
  const value = input.value.trim();
  const says = byId('search-says');
  says.textContent = '';
  if (!value) {
    input.focus();
    return;
  }
  if (IDENTITY.test(value) || PROFILE.test(value)) {
    openPerson(value);
    return;
  }
  byId('search').classList.add('is-busy');
  try {
    const found = await api.lookup(value);
    openPerson(found.person, value);
    input.blur();
  } catch (problem) {
    says.textContent =
      problem.status === 404
        ? `Nobody is known as “${value}”. Values are compared exactly, capitals included.`
        : `Could not look: ${problem.errors[0]?.detail ? `the value ${problem.errors[0].detail}` : problem.message}`;
    input.focus();
  } finally {
    byId('search').classList.remove('is-busy');
  }
}

function prepareSearch() {
  byId('search').addEventListener('submit', search);
  addEventListener('keydown', (key) => {
    const typing = key.target instanceof HTMLInputElement;
    if (key.key === '/' && !typing && !key.metaKey && !key.ctrlKey && !key.altKey) {
      key.preventDefault();
      byId('search-value').focus();
    }
    if (key.key === 'Escape' && location.hash && !typing) location.hash = '';
  });
}

function offerExamples() {
  byId('search').after(
    h(
      'p',
      { class: 'examples' },
      'In the demo: ',
      ['lewis', 'shoe-customer', 'seychelles-couple'].map((name) =>
        h(
          'button',
          {
            type: 'button',
            onclick: () => {
              byId('search-value').value = name;
              byId('search').requestSubmit();
            },
          },
          name,
        ),
      ),
    ),
  );
}

async function start() {
  prepareSearch();
  prepareStages();
  preparePersonas();
  byId('flow-persona').addEventListener('change', readFunnel);
  prepareExplanations();
  const session = await api.session().catch(() => null);
  if (session?.credentialsDemanded && !session.caller) {
    askForKey();
    return;
  }
  if (session?.demo) offerExamples();
  byId('flow').classList.add('is-loading');
  addEventListener('hashchange', route);
  new ResizeObserver(() => funnel && !byId('overview').hidden && drawFunnel(funnel, openPerson)).observe(byId('flow'));
  route();
  readFigures();
  const status = await readStatus();
  const stopTicker = startTicker({
    after: status ? Math.max(0, status.projectedPosition - LOOK_BACK) : null,
    onPerson: openPerson,
    onEvents: figuresSoon,
  });
  addEventListener('pagehide', stopTicker);
}

function askForKey() {
  byId('overview').hidden = true;
  byId('sign-in').hidden = false;
  tell('down', 'signed out');
  byId('sign-in-form').addEventListener('submit', async (submitted) => {
    submitted.preventDefault();
    try {
      await api.signIn(byId('sign-in-key').value);
      location.reload();
    } catch (problem) {
      byId('sign-in-problem').textContent = problem.message;
    }
  });
  byId('sign-in-key').focus();
}

start();
