// The token stands behind the #, which browsers do not send: it reaches no log and no Referer on its way here.
const status = document.querySelector('#status');
const token = location.hash.slice(1);

async function signIn() {
  history.replaceState(null, '', location.pathname);
  status.textContent = 'Signing you in…';
  try {
    const response = await fetch('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (response.ok) return location.replace('/graphql');
    status.textContent =
      response.status === 401
        ? 'This link has been used already, or is older than ten minutes.'
        : 'The server did not accept the request. Open the link exactly as it was printed.';
  } catch {
    status.textContent = 'The server did not answer. Is it running?';
  }
}

if (token) signIn();
// A second link pasted into the same tab changes the fragment alone, and loads nothing.
addEventListener('hashchange', () => location.reload());
