// Browsers do not send the part of a URL after the #, so the token is in no log and in no Referer
// header.
const status = document.querySelector('#status');
const token = location.hash.slice(1);

function redeem() {
  history.replaceState(null, '', location.pathname + location.search);
  status.textContent = 'Signing you in…';
  return fetch('/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

const isSignedIn = async () => (await fetch('/graphql', { headers: { accept: 'text/html' } })).ok; // with another Accept header, GET /graphql is a 405

/**
 * Redeems the link, if the address has one. A browser with a session goes to the page, even if the
 * link is used or expired.
 */
async function enter() {
  const redeemed = token ? await redeem() : undefined;
  const isNewSession = redeemed?.ok ?? false;
  const hasOldSession = !isNewSession && (await isSignedIn());
  if (!hasOldSession) sessionStorage.clear(); // queries of the session that ended
  if (isNewSession || hasOldSession) location.replace(document.body.dataset.returnPath);
  else if (redeemed)
    status.textContent =
      redeemed.status === 401
        ? 'This link is unknown, was used before, or has expired.'
        : 'The server did not accept the request. Open the link exactly as it was printed.';
}

enter().catch(() => {
  status.textContent = 'The server did not answer. Check that it is running.';
});
// Another link pasted into the same tab changes only the fragment, which does not load the page
// again.
addEventListener('hashchange', () => location.reload());
