/** How something is: `good` can be used, `bad` cannot, `wait` will change. */
type Tone = 'good' | 'bad' | 'wait' | 'plain';

/** A short fact, such as a state. The word says it all: the color only adds to it. */
export const Badge = ({ tone, children }: { readonly tone: Tone; readonly children: string }) => (
  <span className={`badge ${tone}`}>{children}</span>
);
