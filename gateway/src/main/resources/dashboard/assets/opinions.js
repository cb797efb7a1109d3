import { h, byId, put } from './dom.js';
import { count, share } from './format.js';
import { figure } from './explain.js';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0, signDisplay: 'negative' });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** What customers say: each score with how many said it, and how the answers are spread. */
export function drawOpinions(voice, onPerson) {
  const asked = [
    voice.nps && survey('NPS', whole.format(Math.round(voice.nps.score)), nps(voice.nps), voice.nps, '/nps/score'),
    voice.csat && survey('CSAT', share(voice.csat.satisfied), `satisfied, mean ${tenth.format(voice.csat.mean)}`, voice.csat, '/csat/satisfied'),
    voice.ces && survey('Effort', tenth.format(voice.ces.mean), voice.ces.direction === 'lower-better' ? 'lower is better' : 'higher is easier', voice.ces, '/ces/mean'),
    voice.stars && survey('Stars', tenth.format(voice.stars.mean), 'on average', voice.stars, '/stars/mean'),
  ].filter(Boolean);
  put(byId('opinions'), asked.length ? asked : h('li', { class: 'empty' }, 'Nobody has answered a survey yet.'));

  function survey(name, score, means, answers, pointer) {
    return h(
      'li',
      { class: 'opinion' },
      h('span', { class: 'stage-name' }, name),
      h('span', { class: 'stage-count' }, figure(score, { answer: voice, pointer, title: `${name}: ${score}`, onPerson })),
      h('span', { class: 'opinion-means' }, `${means} · ${count(answers.n)} ${answers.n === 1 ? 'answer' : 'answers'}`),
      spread(name, answers.distribution),
    );
  }
}

const nps = ({ promoters, detractors }) => `${count(promoters)} promoters, ${count(detractors)} detractors`;

/** One bar a score, coloured from the worst to the best. */
function spread(name, distribution) {
  const answers = Object.entries(distribution); // whole numbers as names come in their order
  const most = Math.max(1, ...answers.map(([, n]) => n));
  const last = Math.max(1, answers.length - 1);
  return h(
    'ol',
    { class: 'spread', 'aria-label': `${name} answers by score` },
    answers.map(([score, n], i) =>
      h(
        'li',
        { title: `${score}: ${count(n)}`, vars: { '--part': n / most, '--good': `${(100 * i) / last}%` } },
        h('span', { class: 'visually-hidden' }, `${score}: ${count(n)}`),
        h('span', { class: 'spread-score', 'aria-hidden': 'true' }, score),
      ),
    ),
  );
}
