/** Copies a text. A page without https has no `navigator.clipboard`: then the older way is tried. @returns whether it was done */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByEvent(text);
  }
}

/** Gives the text to the event of copying, so that it is not put into the page. */
function copyByEvent(text: string): boolean {
  let isGiven = false;
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    isGiven = true;
  };
  document.addEventListener('copy', give, { capture: true });
  const isCopied = document.execCommand('copy');
  document.removeEventListener('copy', give, { capture: true });
  return isCopied && isGiven;
}
