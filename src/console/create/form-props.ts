import type { Wanted } from './wanted.ts';

/** What each part of the form takes. */
export interface FormProps {
  readonly wanted: Wanted;
  readonly onChange: (change: Partial<Wanted>) => void;
  /**
   * What is wrong with a field: what the page found, or else what the server said.
   * @param serverField the server's name of it
   */
  readonly faultOf: (field: keyof Wanted, serverField?: string) => string | undefined;
}
