const BASE = '/api/v1';

/** What a problem document says, or what can be said without one. */
export class Problem extends Error {
  constructor(status, document) {
    super(document?.detail || document?.title || `The server answered ${status}.`);
    this.status = status;
    this.code = (document?.type ?? '').replace('urn:journey360:problem:', '');
    this.errors = document?.errors ?? [];
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(BASE + path, { headers: { Accept: 'application/json' }, ...options });
  } catch {
    throw new Problem(0, { detail: 'The gateway cannot be reached.' });
  }
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => null));
  return response.status === 204 ? null : response.json();
}

const post = (path, body, headers = {}) =>
  call(path, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

export const api = {
  session: () => call('/session'),
  signIn: (key) => post('/session', undefined, { Authorization: `Bearer ${key}` }),
  status: () => call('/analytics/status'),
  funnel: (persona) => call(`/analytics/funnel${persona ? `?${new URLSearchParams({ persona })}` : ''}`),
  stages: () => call('/analytics/stages'),
  painPoints: () => call('/analytics/pain-points?limit=6'),
  voice: () => call('/analytics/voice'),
  explanation: (link, figure, cursor) =>
    call(`${link.slice(BASE.length)}?${new URLSearchParams({ figure, limit: 20, ...(cursor ? { cursor } : {}) })}`),
  personas: () => call('/personas?limit=50'),
  persona: (id) => call(`/personas/${encodeURIComponent(id)}`),
  personaPeople: (id, of, cursor) =>
    call(`/personas/${encodeURIComponent(id)}/people?${new URLSearchParams({ ...of, limit: 12, ...(cursor ? { cursor } : {}) })}`),
  customers: (stage, cursor) =>
    call(`/customers?${new URLSearchParams({ stage, limit: 12, ...(cursor ? { cursor } : {}) })}`),
  lookup: (customer) => post('/customers/lookup', { customer }),
  journey: (id, cursor) =>
    call(`/customers/${encodeURIComponent(id)}/journey?${new URLSearchParams({ limit: 500, ...(cursor ? { cursor } : {}) })}`),
  stream: (after) => new EventSource(`${BASE}/stream${after ? `?lastEventId=${after}` : ''}`),
};
