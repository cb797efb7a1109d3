/** The five stages in the order a journey reaches them. */
export const STAGES = ['discovered', 'booked', 'checked-in', 'served', 'reviewed'];

const NAMES = {
  discovered: 'Discovered',
  interacted: 'Interacted',
  booked: 'Booked',
  rescheduled: 'Rescheduled',
  cancelled: 'Cancelled',
  'checked-in': 'Checked in',
  called: 'Called',
  served: 'Served',
  'no-show': 'No-show',
  reviewed: 'Reviewed',
};

export const eventName = (event) => NAMES[event] ?? event;

/** What happened, in a few words. */
export function headline(item) {
  switch (item.event) {
    case 'interacted':
      return sentence(item.action ?? 'interacted');
    case 'checked-in':
      return item.method ? `Checked in by ${item.method.replaceAll('-', ' ')}` : 'Checked in';
    case 'reviewed':
      return item.score === undefined ? 'Reviewed' : `Reviewed: ${score(item)}`;
    case 'served':
      return item.outcome ? `Served: ${item.outcome.replaceAll('-', ' ')}` : 'Served';
    default:
      return eventName(item.event);
  }
}

function score(item) {
  const survey = { nps: 'NPS', csat: 'CSAT', ces: 'CES', stars: 'stars' }[item.survey] ?? item.survey ?? '';
  const scale = item.scale ? ` of ${item.scale.max}` : '';
  return item.survey === 'stars' ? `${item.score}${scale} stars` : `${survey} ${item.score}${scale}`;
}

function sentence(action) {
  const text = action.replaceAll('-', ' ').replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
