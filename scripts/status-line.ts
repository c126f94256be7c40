/** One line that tells how far long work is: rewritten on a terminal, and elsewhere written when it says something new. */
export function statusLine(output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {
  let shown = '';
  const clear = () => {
    if (output.isTTY && shown) output.write('\r\u001b[K');
    shown = '';
  };
  return {
    /** Where the work is just now. */
    show(text: string) {
      if (output.isTTY) output.write(`\r\u001b[K${text}`);
      else if (text !== shown) output.write(`${text}\n`);
      shown = text;
    },
    /** A step that is done. */
    say(text: string) {
      clear();
      output.write(`${text}\n`);
    },
    end: clear,
  };
}
