import { h, byId, put } from './dom.js';
import { count, duration, share, words } from './format.js';
import { figure } from './explain.js';

const SHOWN = 6;

/** Where customers are hurt most: people times severity, with what makes it so. */
export function drawPains(answer, onPerson) {
  const points = answer.painPoints.slice(0, SHOWN);
  const most = Math.max(1, ...points.map(({ score }) => score));
  put(
    byId('pains'),
    points.length ? points.map((point, i) => pain(answer, point, i, most, onPerson)) : h('li', { class: 'empty' }, 'Nothing hurts, as far as events tell.'),
  );
}

function pain(answer, point, i, most, onPerson) {
  const name = point.name ?? words(point.touchpoint);
  const at = (text, part, title) => figure(text, { answer, pointer: `/painPoints/${i}/${part}`, title: `${name}: ${title}`, onPerson });
  const because = reasons(point)
    .sort((a, b) => b.part - a.part)
    .slice(0, 2);
  return h(
    'li',
    { class: 'pain' },
    h('span', { class: 'stage-name' }, name),
    h('span', { class: 'pain-owner' }, point.owner ? words(point.owner) : 'nobody owns it'),
    h('span', { class: 'pain-people' }, at(`${count(point.people)} people`, 'people', `${count(point.people)} people`)),
    h('span', { class: 'bar', title: `Score ${count(Math.round(point.score))}: ${count(point.people)} people × severity ${share(point.severity)}`, vars: { '--part': point.score / most } }),
    h('span', { class: 'pain-why' }, because.map(({ text, pointer, title }, n) => [n ? ', ' : '', pointer ? at(text, pointer, title) : text])),
  );
}

function reasons(point) {
  const { lowScore, cancelled, noShow, dropOff, brokenPromise, waiting } = point;
  return [
    dropOff?.part > 0 && { part: dropOff.part, text: `${share(dropOff.share)} end their journey here`, pointer: 'dropOff/people', title: 'journeys that ended here' },
    lowScore?.part > 0 && { part: lowScore.part, text: `${share(lowScore.share)} low answers`, pointer: 'lowScore/answers', title: 'low answers' },
    cancelled?.part > 0 && { part: cancelled.part, text: `${share(cancelled.share)} cancel`, pointer: 'cancelled/people', title: 'cancelled' },
    noShow?.part > 0 && { part: noShow.part, text: `${share(noShow.share)} do not show up`, pointer: 'noShow/people', title: 'no-shows' },
    brokenPromise?.part > 0 && { part: brokenPromise.part, text: promise(brokenPromise) },
    waiting?.part > 0 && { part: waiting.part, text: `waits of ${duration(waiting.meanSeconds)}` },
  ].filter(Boolean);
}

function promise({ measure, target, actual }) {
  const shown = (value) => (measure.endsWith('Seconds') ? duration(value) : measure.endsWith('Rate') ? share(value) : `${Math.round(value * 10) / 10}`);
  return `${words(measure.replace(/Seconds$/, ''))} ${shown(actual)} where ${shown(target)} is promised`;
}
