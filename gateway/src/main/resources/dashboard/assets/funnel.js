import { h, s, byId, put } from './dom.js';
import { count, duration, share } from './format.js';
import { eventName } from './events.js';
import { figure } from './explain.js';

const HEIGHT = 410;
const TOP = 128;
const FULL = 150;
/** Below this width the stream is told as rows. */
const NARROW = 720;

/** The funnel as a stream that narrows: what leaves it falls off where it leaves. */
export function drawFunnel(funnel, onPerson) {
  const host = byId('flow');
  const steps = funnel.steps;
  const most = Math.max(1, ...steps.map(({ count: n }) => n));
  byId('flow-lede').textContent = lede(funnel);
  put(byId('flow-table').tBodies[0], steps.map((step, i) => row(funnel, i, most, onPerson)));
  const width = host.clientWidth || 1100;
  put(host, width < NARROW ? rows(steps, most) : stream(steps, most, width));
}

function stream(steps, most, width) {
  const right = 128;
  const gap = (width - right) / Math.max(1, steps.length - 1);
  const x = (i) => Math.round(i * gap) + 3;
  const thick = (n) => (n > 0 ? Math.max(2.5, (n / most) * FULL) : 0);

  const defs = s('defs');
  const streams = s('g');
  const labels = s('g');
  steps.forEach((step, i) => {
    const here = thick(step.count);
    const next = steps[i + 1];
    if (next) {
      const on = thick(next.count);
      defs.append(gradient(`on-${i}`, [[0, step.event, 0.9], [1, next.event, 0.9]]));
      streams.append(
        s('path', {
          d: `M${x(i)} ${TOP} H${x(i + 1)} V${TOP + on} H${x(i)} Z`,
          fill: `url(#on-${i})`,
          class: 'stream',
        }),
      );
      if (here - on > 0.5) {
        defs.append(gradient(`off-${i}`, [[0, step.event, 0.5], [0.4, step.event, 0.34], [1, step.event, 0]], true));
        streams.append(fall(x(i), TOP + on, here - on, gap, `off-${i}`));
        labels.append(leaving(x(i), TOP + on, here - on, gap, step.count - next.count));
      }
      labels.append(going(x(i), gap, next));
    }
    streams.append(
      s('rect', { x: x(i) - 3, y: TOP - 6, width: 6, height: Math.max(12, here + 12), rx: 3, class: `mark event-${step.event}` }),
    );
    labels.append(station(x(i), step, i));
  });
  return s(
    'svg',
    { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, class: 'flow-svg' },
    defs,
    streams,
    labels,
  );
}

function rows(steps, most) {
  return h(
    'ol',
    { class: 'flow-rows' },
    steps.map((step, i) => [
      i === 0
        ? null
        : h(
            'li',
            { class: 'flow-between' },
            `${share(step.ofPrevious)} go on`,
            step.count > 0 && step.timeFromPrevious ? ` after ${duration(step.timeFromPrevious.p50)}` : '',
            `, ${count(Math.max(0, steps[i - 1].count - step.count))} come no further`,
          ),
      h(
        'li',
        { class: `row-${step.event}` },
        h('span', { class: 'stage-name' }, eventName(step.event)),
        h('span', { class: 'stage-count' }, count(step.count)),
        h('span', { class: 'bar', vars: { '--part': step.count / most } }),
      ),
    ]),
  );
}

function lede(funnel) {
  const [first] = funnel.steps;
  const last = funnel.steps.at(-1);
  if (!first?.count) return 'Nobody has come yet. As soon as events arrive, this shows how far customers come, where they leave, and how long each step takes.';
  const open = funnel.open ? ` ${count(funnel.open)} are still on their way.` : '';
  return `Of ${count(first.count)} people who discovered us, ${count(last.count)} went all the way (${share(funnel.conversion)}).${open}`;
}

function gradient(id, stops, down = false) {
  return s(
    'linearGradient',
    { id, x1: 0, y1: 0, x2: down ? 0 : 1, y2: down ? 1 : 0 },
    stops.map(([offset, event, opacity]) => s('stop', { offset, class: `stop-${event}`, 'stop-opacity': opacity })),
  );
}

/** The part that leaves: a band of its own width that bends down and fades out. */
function fall(x, y, thickness, gap, id) {
  const bend = bendOf(thickness, gap);
  const middle = y + thickness / 2;
  return s('path', {
    d: `M${x} ${middle} C${x + bend * 0.62} ${middle} ${x + bend} ${middle + bend * 0.38} ${x + bend} ${middle + bend} V${HEIGHT - 6}`,
    stroke: `url(#${id})`,
    'stroke-width': thickness,
    class: 'fall',
  });
}

/** A bend tighter than half its width would fold the band. */
const bendOf = (thickness, gap) => Math.min(gap * 0.55, Math.max(64, thickness * 0.5 + 44));

function station(x, step, i) {
  return s(
    'g',
    {},
    s('text', { x: x - 2, y: 22, class: `station-name text-${step.event}` }, eventName(step.event)),
    s('text', { x: x - 3, y: 66, class: 'station-count' }, count(step.count)),
    s('text', { x: x - 2, y: 92, class: 'station-share' }, i === 0 ? 'people' : `${share(step.ofFirst)} of all`),
  );
}

function going(x, gap, next) {
  const p50 = next.timeFromPrevious?.p50;
  const middle = x + gap * 0.5;
  return s(
    'g',
    { class: 'going' },
    s('text', { x: middle, y: TOP - 32, 'text-anchor': 'start' }, `${share(next.ofPrevious)} go on`),
    next.count > 0 && p50 !== undefined && p50 !== null
      ? s('text', { x: middle, y: TOP - 14, class: 'soft' }, `after ${duration(p50)}`)
      : null,
  );
}

function leaving(x, y, thickness, gap, left) {
  const at = x + bendOf(thickness, gap) + thickness / 2 + 12;
  const line = Math.min(y + thickness / 2 + bendOf(thickness, gap) + 44, HEIGHT - 60);
  return s(
    'g',
    { class: 'leaving' },
    s('text', { x: at, y: line }, count(left)),
    s('text', { x: at, y: line + 18, class: 'soft' }, left === 1 ? 'comes no further' : 'come no further'),
  );
}

function row(funnel, i, most, onPerson) {
  const step = funnel.steps[i];
  const before = funnel.steps[i - 1];
  const times = step.timeFromPrevious ?? {};
  const name = eventName(step.event);
  const explained = (text, part, title) => figure(text, { answer: funnel, pointer: `/steps/${i}/${part}`, title, onPerson });
  const time = (part) =>
    h('td', {}, before && times[part] !== undefined ? explained(duration(times[part]), `timeFromPrevious/${part}`, `${name}: ${part} of the time since ${eventName(before.event).toLowerCase()}`) : before ? '–' : '');
  return h(
    'tr',
    { class: `row-${step.event}`, vars: { '--part': step.count / most } },
    h('th', { scope: 'row' }, h('span', { class: `dot event-${step.event}` }), name),
    h('td', {}, explained(count(step.count), 'count', `${name}: ${count(step.count)}`)),
    h('td', {}, share(step.ofFirst)),
    h('td', {}, before ? share(step.ofPrevious) : ''),
    h('td', {}, before ? explained(count(step.dropOff), 'dropOff', `${eventName(before.event)}, and not ${name.toLowerCase()}: ${count(step.dropOff)}`) : ''),
    time('p50'),
    time('p75'),
    time('p90'),
    time('p95'),
    time('p99'),
    time('mean'),
  );
}
