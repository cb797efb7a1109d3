const button = document.getElementById('check-in');
const message = document.getElementById('message');
const token = location.hash.slice(1);

// The token must not stay in the address bar or the history of a shared device.
history.replaceState(null, '', location.pathname);

if (token === '') {
  finish('This link is not complete. Please open it again from your confirmation, or check in at the desk.');
}

button.addEventListener('click', async () => {
  button.disabled = true;
  message.textContent = 'One moment…';
  try {
    const response = await fetch('check-ins', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
      referrerPolicy: 'no-referrer',
    });
    if (response.ok) {
      finish('You are checked in. Please take a seat: we will call you.');
    } else if (response.status === 404) {
      finish('Check-in is not open under this link: it opens 24 hours before your appointment and works once. The desk will help you.');
    } else if (response.status === 429) {
      again('Too many attempts. Please try again in a minute.');
    } else {
      again('That did not work. Please try again, or check in at the desk.');
    }
  } catch {
    again('We could not be reached. Please try again, or check in at the desk.');
  }
});

function finish(text) {
  message.textContent = text;
  button.hidden = true;
}

function again(text) {
  message.textContent = text;
  button.disabled = false;
}
