/** A line that tells how far long work is: rewritten on a terminal; elsewhere written once for each kind of thing it says. */
export function statusLine(output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {
  let shown = '';
  const clear = () => {
    if (output.isTTY && shown) output.write('\r\u001b[K');
    shown = '';
  };
  return {
    /** Where the work is just now. */
    show(text: string) {
      const kind = text.replaceAll(/\d+/g, '#');
      if (output.isTTY) output.write(`\r\u001b[K${text}`);
      else if (kind !== shown) output.write(`${text}\n`);
      shown = kind;
    },
    /** A step that is done. */
    say(text: string) {
      clear();
      output.write(`${text}\n`);
    },
    end: clear,
  };
}
