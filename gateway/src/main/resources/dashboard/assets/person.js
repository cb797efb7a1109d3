import { api } from './api.js';
import { h, s, byId, put } from './dom.js';
import { count, day, duration, moment, money, shortDay, shortKey, time, words } from './format.js';
import { eventName, headline } from './events.js';
import { why } from './personas.js';

const STEP = 74;
const WIDEST_STEP = 132;
const LANE = 46;
const LEFT = 118;
const HEAD = 46;

/** Longer pauses than this are said. */
const PAUSE_SECONDS = 3 * 3600;

let asked = 0;

export async function showPerson(id, { title, onBack }) {
  const host = byId('person');
  const mine = ++asked;
  put(host, head(title ?? shortKey(id), onBack), h('div', { class: 'loading', role: 'status' }, 'Gathering every moment …'));
  try {
    const journey = await api.journey(id);
    let next = journey.next;
    // Enough to draw; a person with more is told so.
    while (next && journey.timeline.length < 2000 && mine === asked) {
      const page = await api.journey(id, next);
      journey.timeline.push(...page.timeline);
      next = page.next;
    }
    if (mine !== asked) return;
    draw(host, journey, next, title, onBack);
  } catch (problem) {
    if (mine !== asked) return;
    put(
      host,
      head(title ?? shortKey(id), onBack),
      h('p', { class: 'problem', role: 'alert' }, problem.status === 404 ? 'Nobody is known by this key.' : problem.message),
    );
  }
}

function head(text, onBack, ...more) {
  return h(
    'div',
    { class: 'person-head' },
    h('button', { type: 'button', class: 'back', onclick: onBack }, '← Overview'),
    h('h1', { id: 'person-title', tabindex: '-1' }, text),
    more,
  );
}

function draw(host, journey, next, title, onBack) {
  const items = journey.timeline;
  put(
    host,
    head(
      title ?? shortKey(journey.person),
      onBack,
      journey.stage ? h('span', { class: `badge event-${journey.stage}` }, eventName(journey.stage)) : null,
      h('p', { class: 'lede' }, summary(journey)),
    ),
    facts(journey),
    items.length
      ? [
          h('h2', {}, 'Across the channels'),
          weave(items),
          h('h2', {}, 'Moment by moment'),
          next ? h('p', { class: 'empty' }, `The first ${count(items.length)} of ${count(journey.totals?.events)} events.`) : null,
          story(items),
        ]
      : h('p', { class: 'empty' }, 'Nothing has happened yet.'),
  );
}

function summary({ totals, journeys }) {
  if (!totals?.events) return '';
  const parts = [`${count(totals.events)} ${totals.events === 1 ? 'moment' : 'moments'}`];
  const n = totals.journeys ?? journeys?.length ?? 1;
  parts.push(`${count(n)} ${n === 1 ? 'journey' : 'journeys'}`);
  if (totals.firstSeen) parts.push(`${day(totals.firstSeen)} to ${day(totals.lastSeen)}`);
  return parts.join(', ');
}

function facts(journey) {
  const rows = [
    ['Identities', (journey.identities ?? []).map((one) => chip(one))],
    ['Persona', (journey.persona ?? []).map((persona) => h('span', { class: 'chip', title: `Version ${persona.version}, since ${moment(persona.since)}, ${why(persona.because)}` }, persona.name))],
    ['Worth', (journey.totals?.value ?? []).map(money).join(', ')],
    ['Says of us', voice(journey.voice)],
    ['Bookings', (journey.bookings ?? []).map((booking) => h('span', { class: 'chip' }, h('span', { class: `dot event-${booking.state}` }), [words(booking.service) || booking.booking, eventName(booking.state).toLowerCase()].join(', ')))],
    ['Went wrong', (journey.painPoints ?? []).map((point) => h('span', { class: 'chip warn' }, `${words(point.kind)}${point.touchpoint ? ` at ${words(point.touchpoint)}` : ''}`))],
  ].filter(([, value]) => (Array.isArray(value) ? value.length : value));
  return h(
    'dl',
    { class: 'person-facts' },
    rows.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  );
}

function chip({ identity, kind }) {
  return h(
    'span',
    { class: 'chip', title: identity },
    h('span', { class: `kind kind-${kind}` }, kind === 'anonymous' ? 'device' : 'known'),
    h('span', { class: 'key' }, shortKey(identity)),
  );
}

function voice(voice) {
  if (!voice) return '';
  const said = [];
  if (voice.nps) said.push(`NPS ${Math.round(voice.nps.score)} (${voice.nps.n})`);
  if (voice.csat) said.push(`CSAT ${Math.round(voice.csat.satisfied * 100)} % (${voice.csat.n})`);
  if (voice.ces) said.push(`CES ${voice.ces.mean.toFixed(1)} (${voice.ces.n})`);
  return said.join(' · ');
}

/** Every moment on the lane of its channel, in order; pauses are named, not drawn to scale. */
function weave(items) {
  const lanes = [...new Set(items.map((item) => item.channel ?? 'elsewhere'))];
  const room = byId('person').clientWidth - 2;
  const step = Math.min(WIDEST_STEP, Math.max(STEP, (room - LEFT - 60) / items.length));
  const width = Math.max(room, LEFT + items.length * step + 40);
  const height = HEAD + lanes.length * LANE + 26;
  const at = items.map((item, i) => ({ x: LEFT + 26 + i * step, y: HEAD + 22 + lanes.indexOf(item.channel ?? 'elsewhere') * LANE, item }));

  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, class: 'weave', role: 'img', 'aria-label': `${items.length} moments over ${lanes.length} channels: ${lanes.map(words).join(', ')}` });
  lanes.forEach((lane, i) => {
    const y = HEAD + 22 + i * LANE;
    svg.append(s('line', { x1: LEFT - 8, x2: width - 12, y1: y, y2: y, class: 'lane' }));
  });
  const line = at
    .map(({ x, y }, i) => {
      if (i === 0) return `M${x} ${y}`;
      const before = at[i - 1];
      const half = (x - before.x) / 2;
      return `C${before.x + half} ${before.y} ${x - half} ${y} ${x} ${y}`;
    })
    .join(' ');
  svg.append(s('path', { d: line, class: 'thread' }));

  let lastDay = null;
  at.forEach(({ x, y, item }, i) => {
    const today = day(item.occurredAt);
    if (today !== lastDay) {
      const edge = i === 0 ? x - 26 : x - step / 2;
      svg.append(s('line', { x1: edge, x2: edge, y1: 14, y2: height - 10, class: 'day-edge' }));
      svg.append(s('text', { x: edge + 6, y: 22, class: 'day-name' }, shortDay(item.occurredAt)));
      lastDay = today;
    }
    const node = s(
      'a',
      { href: `#moment-${i}`, class: 'node', 'data-i': i, 'aria-label': `${headline(item)}, ${moment(item.occurredAt)}` },
      s('title', {}, `${headline(item)}\n${[words(item.touchpoint), words(item.channel)].filter(Boolean).join(' · ')}\n${moment(item.occurredAt)}`),
      s('circle', { cx: x, cy: y, r: 15, class: 'halo' }),
      s('circle', { cx: x, cy: y, r: item.event === 'interacted' || item.event === 'called' ? 5.5 : 9, class: `knot event-${item.event}` }),
    );
    node.addEventListener('click', (click) => {
      click.preventDefault();
      const target = byId(`moment-${i}`);
      target?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
      target?.focus({ preventScroll: true });
    });
    svg.append(node);
  });

  const names = h('ol', { class: 'lane-names', 'aria-hidden': 'true' }, lanes.map((lane, i) => h('li', { vars: { '--y': `${HEAD + 22 + i * LANE}px` } }, words(lane))));
  return h('div', { class: 'weave-frame' }, names, h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Moments by channel' }, svg));
}

function story(items) {
  const days = [];
  items.forEach((item, i) => {
    const today = day(item.occurredAt);
    if (days.at(-1)?.name !== today) days.push({ name: today, moments: [] });
    days.at(-1).moments.push({ item, i });
  });
  return h(
    'ol',
    { class: 'story' },
    days.map(({ name, moments }) =>
      h(
        'li',
        { class: 'story-day' },
        h('h3', {}, name),
        h('ol', {}, moments.map(({ item, i }) => [pause(items, i), momentOf(item, i)])),
      ),
    ),
  );
}

function pause(items, i) {
  if (i === 0) return null;
  const seconds = (new Date(items[i].occurredAt) - new Date(items[i - 1].occurredAt)) / 1000;
  return seconds >= PAUSE_SECONDS ? h('li', { class: 'pause' }, `${duration(seconds)} later`) : null;
}

function momentOf(item, i) {
  const where = [item.touchpoint, item.channel].filter(Boolean).map(words).join(' · ');
  const extras = [
    item.service && words(item.service),
    item.location && words(item.location),
    item.slot && `slot ${day(item.slot.start)}, ${time(item.slot.start)}`,
    item.value && money(item.value),
    ...Object.entries(item.attributes ?? {}).map(attribute),
  ].filter(Boolean);
  return h(
    'li',
    { class: `moment row-${item.event}`, id: `moment-${i}`, tabindex: '-1' },
    h('time', { datetime: item.occurredAt, title: moment(item.occurredAt) }, time(item.occurredAt)),
    h('span', { class: `knot-mark event-${item.event}` }),
    h(
      'div',
      { class: 'moment-body' },
      h('p', { class: 'moment-what' }, headline(item), where ? h('span', { class: 'moment-where' }, where) : null),
      extras.length ? h('p', { class: 'moment-extra' }, extras.join(' · ')) : null,
    ),
    h('span', { class: 'moment-source', title: `Event ${item.id} of ${item.source}, log position ${item.position ?? '–'}` }, item.source),
  );
}

const attribute = ([name, value]) => (value === true ? words(name) : `${words(name)}: ${value === false ? 'no' : value}`);
