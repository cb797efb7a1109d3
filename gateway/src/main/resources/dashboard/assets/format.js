const whole = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const count = (n) => (n === null || n === undefined ? '–' : n >= 1e7 ? compact.format(n) : whole.format(n));

export function share(ratio) {
  if (ratio === null || ratio === undefined || Number.isNaN(ratio)) return '–';
  const percent = ratio * 100;
  if (percent > 0 && percent < 1) return '<1 %';
  if (percent < 100 && percent > 99) return '>99 %';
  return `${Math.round(percent)} %`;
}

/** Seconds in the two largest units that say something. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
  if (seconds < 1) return seconds === 0 ? '0 s' : '<1 s';
  if (seconds < MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < HOUR) return two(seconds, MINUTE, 'min', 1, 's', 10);
  if (seconds < DAY) return two(seconds, HOUR, 'h', MINUTE, 'min', 10);
  return two(seconds, DAY, 'd', HOUR, 'h', 10);
}

function two(seconds, big, bigName, small, smallName, smallMatters) {
  let n = Math.floor(seconds / big);
  let rest = Math.round((seconds - n * big) / small);
  if (rest * small >= big) {
    n += 1;
    rest = 0;
  }
  return rest === 0 || n >= smallMatters ? `${n} ${bigName}` : `${n} ${bigName} ${rest} ${smallName}`;
}

export function bytes(n) {
  if (n === null || n === undefined) return '–';
  if (n < 1024) return `${n} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = n;
  let unit = -1;
  do {
    value /= 1024;
    unit += 1;
  } while (value >= 1024 && unit < units.length - 1);
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function lag(millis) {
  if (millis === null || millis === undefined) return '–';
  return millis < 1000 ? `${millis} ms` : duration(millis / 1000);
}

const dayFormat = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short' });
const dayYearFormat = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const timeFormat = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const wholeFormat = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

export function day(instant) {
  const date = new Date(instant);
  return date.getFullYear() === new Date().getFullYear() ? dayFormat.format(date) : dayYearFormat.format(date);
}

const shortDayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const shortDayYearFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: '2-digit' });

/** For narrow places. */
export function shortDay(instant) {
  const date = new Date(instant);
  return (date.getFullYear() === new Date().getFullYear() ? shortDayFormat : shortDayYearFormat).format(date);
}

export const time = (instant) => timeFormat.format(new Date(instant));
export const moment = (instant) => wholeFormat.format(new Date(instant));

export function ago(instant, now = Date.now()) {
  const seconds = Math.round((now - new Date(instant).getTime()) / 1000);
  if (seconds < -90) return `in ${duration(-seconds)}`;
  if (seconds < 10) return 'just now';
  return `${duration(seconds).replace(/ (\d+ \S+)$/, '')} ago`;
}

/** A short form of a key that people can still compare by eye. */
export const shortKey = (key) => (key && key.length > 16 ? `${key.slice(0, 9)}…${key.slice(-3)}` : (key ?? ''));

export const money = (value) => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency: value.currency }).format(value.amount);
  } catch {
    return `${value.amount} ${value.currency}`;
  }
};

/** Names travel as `entrance-kiosk` or `adviserCameOut`. */
export const words = (name) =>
  (name ?? '').replaceAll(/[-_]/g, ' ').replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
