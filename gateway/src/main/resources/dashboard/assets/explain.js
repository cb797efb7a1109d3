import { api } from './api.js';
import { h, byId, put } from './dom.js';
import { count, duration, moment, shortKey } from './format.js';
import { eventName } from './events.js';

let shown = null;

/** A figure that can be taken apart: pressed, it lists the people and the events it is made of. */
export function figure(text, { answer, pointer, title, onPerson }) {
  if (!answer.explain) return text;
  return h(
    'button',
    { type: 'button', class: 'figure', 'aria-haspopup': 'dialog', title: 'Show what this is made of', onclick: () => open(answer, pointer, title, onPerson) },
    text,
  );
}

export function prepareExplanations() {
  const dialog = byId('explained');
  byId('explained-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (click) => click.target === dialog && dialog.close());
  dialog.addEventListener('close', () => (shown = null));
}

async function open(answer, pointer, title, onPerson) {
  const asked = { link: answer.explain, pointer, cursor: null };
  shown = asked;
  byId('explained-title').textContent = title;
  byId('explained-says').textContent = `As of ${moment(answer.asOf.time)}, log position ${count(answer.asOf.position)}.`;
  byId('explained-more').hidden = true;
  byId('explained-more').onclick = () => load(asked, onPerson, false);
  put(byId('explained-list'), h('li', { class: 'empty' }, 'Looking …'));
  byId('explained').showModal();
  await load(asked, onPerson, true);
}

async function load(asked, onPerson, anew) {
  const list = byId('explained-list');
  try {
    const page = await api.explanation(asked.link, asked.pointer, asked.cursor);
    if (shown !== asked) return;
    if (anew) {
      list.replaceChildren();
      byId('explained-says').append(` ${count(page.contributions)} ${page.contributions === 1 ? 'piece' : 'pieces'} of evidence from ${count(page.people)} ${page.people === 1 ? 'person' : 'people'}.`);
      if (page.items.length === 0) list.append(h('li', { class: 'empty' }, 'Nobody.'));
    }
    asked.cursor = page.next ?? null;
    byId('explained-more').hidden = !asked.cursor;
    list.append(...page.items.map((item) => contribution(item, onPerson)));
  } catch (problem) {
    if (shown === asked) put(list, h('li', { class: 'problem' }, problem.message));
  }
}

function contribution(item, onPerson) {
  return h(
    'li',
    { class: 'evidence' },
    h(
      'button',
      {
        type: 'button',
        class: 'evidence-person key',
        title: item.person,
        onclick: () => {
          byId('explained').close();
          onPerson(item.person);
        },
      },
      shortKey(item.person),
    ),
    h('ol', { class: 'evidence-events' }, item.events.map((event, i) => [between(item.events, i), evidence(event)])),
  );
}

function between(events, i) {
  if (i === 0) return null;
  const seconds = (new Date(events[i].occurredAt) - new Date(events[i - 1].occurredAt)) / 1000;
  return h('li', { class: 'evidence-time', 'aria-hidden': 'true' }, duration(seconds));
}

const evidence = (event) =>
  h(
    'li',
    { class: `evidence-event row-${event.event}`, title: `${moment(event.occurredAt)}\nEvent ${event.id} of ${event.source}, log position ${event.position}` },
    h('span', { class: `dot event-${event.event}` }),
    eventName(event.event),
  );
