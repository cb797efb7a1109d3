import { api } from './api.js';
import { h, byId } from './dom.js';
import { ago, count, moment, words } from './format.js';
import { headline } from './events.js';

const SHOWN = 8;
/** Faster than this nobody can read. */
const REFRESH_MILLIS = 350;
const PER_REFRESH = 4;
const SAYS = 'Every event, as the log learns of it.';

/**
 * Shows events as they come. A burst is counted and sampled, not scrolled past.
 *
 * @param onPerson called with an identity key when somebody chooses an event
 * @param onEvents called, at most once a refresh, when anything came
 */
export function startTicker({ after, onPerson, onEvents }) {
  const list = byId('ticker');
  const says = byId('ticker-says');
  const pause = byId('ticker-pause');
  let waiting = [];
  let arrived = 0;
  let paused = false;
  /** Smoothed, so that what was missed before the page opened is not taken for a storm. */
  let perSecond = 0;
  let source = null;

  const connect = (position) => {
    source = api.stream(position);
    source.onopen = () => say(SAYS);
    source.onmessage = (message) => {
      arrived += 1;
      waiting.push(JSON.parse(message.data));
      if (waiting.length > SHOWN) waiting = waiting.slice(-SHOWN);
    };
    source.addEventListener('reset', () => say('Some events were too far back to show.'));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) say('The live stream broke off; connecting again.');
      else if (position) connect(null);
      else {
        say('The live stream is not there; trying again shortly.');
        setTimeout(() => connect(null), 5000);
      }
    };
  };

  const say = (text) => {
    says.textContent = text;
  };

  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Go on' : 'Pause';
  });

  setInterval(() => {
    if (arrived > 0) onEvents(arrived);
    perSecond += 0.2 * ((arrived * 1000) / REFRESH_MILLIS - perSecond);
    if (paused || document.hidden || waiting.length === 0) {
      if (arrived > 0 && paused) say(`${count(waiting.length)} waiting`);
      arrived = 0;
      return;
    }
    const show = list.childElementCount < SHOWN ? waiting : waiting.slice(-PER_REFRESH);
    say(perSecond > 15 ? `About ${count(Math.round(perSecond))} events a second; some are shown.` : SAYS);
    waiting = [];
    arrived = 0;
    byId('ticker-empty').hidden = true;
    for (const event of show) list.prepend(entry(event, onPerson));
    while (list.childElementCount > SHOWN) list.lastElementChild.remove();
  }, REFRESH_MILLIS);

  setInterval(() => {
    for (const stamp of list.querySelectorAll('time')) stamp.textContent = ago(stamp.dateTime);
  }, 10_000);

  connect(after);
  return () => source?.close();
}

function entry(event, onPerson) {
  const person = event.person ?? event.identity;
  return h(
    'li',
    { class: 'tick' },
    h(
      'button',
      { type: 'button', class: 'tick-button', onclick: () => onPerson(person), title: `Recorded ${moment(event.recordedAt ?? event.occurredAt)}` },
      h('span', { class: `dot event-${event.event}` }),
      h('span', { class: 'tick-what' }, headline(event)),
      h('time', { datetime: event.occurredAt, class: 'tick-when' }, ago(event.occurredAt)),
      h('span', { class: 'tick-where' }, [event.touchpoint, event.channel, event.location].filter(Boolean).map(words).join(' · ') || words(event.source)),
    ),
  );
}
