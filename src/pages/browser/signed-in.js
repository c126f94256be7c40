// The browser came here from the page of the issuer, so it does not send the session's Strict cookie with this page. It
// sends it when this page goes on.
sessionStorage.clear(); // queries of an earlier session
location.replace(document.querySelector('#continue').href);
