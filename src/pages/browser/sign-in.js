// Browsers do not send what follows the #, so the token is in no log and in no Referer.
const status = document.querySelector('#status');
const token = location.hash.slice(1);

function redeem() {
  history.replaceState(null, '', location.pathname);
  status.textContent = 'Signing you in…';
  return fetch('/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

const isSignedIn = async () => (await fetch('/graphql', { headers: { accept: 'text/html' } })).ok; // others' GET is a 405

/** A browser that has a session needs no link: any link leads it to the page. */
async function enter() {
  const redeemed = token ? await redeem() : undefined;
  const isNewSession = redeemed?.ok ?? false;
  const hasOldSession = !isNewSession && (await isSignedIn());
  if (!hasOldSession) sessionStorage.clear(); // the queries of a session that ended
  if (isNewSession || hasOldSession) location.replace('/graphql');
  else if (redeemed)
    status.textContent =
      redeemed.status === 401
        ? 'This link was used before, or is older than ten minutes.'
        : 'The server did not accept the request. Open the link exactly as it was printed.';
}

enter().catch(() => {
  status.textContent = 'The server did not answer. Is it running?';
});
// A second link pasted into the same tab changes the fragment only, and loads nothing.
addEventListener('hashchange', () => location.reload());
