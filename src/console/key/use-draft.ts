import { useState } from 'react';

/** A text of the server that is edited here. */
export interface Draft {
  /** What is typed; without an edit the present text. */
  readonly text: string;
  readonly isEdited: boolean;
  /** The text that the edit began with. */
  readonly base: string;
  /** The present text, if somebody else has changed it since the edit began. */
  readonly conflict: string | undefined;
  readonly edit: (text: string) => void;
  /** Ends the edit: the present text is shown. */
  readonly discard: () => void;
  /** Goes on with what is typed, although the present text is another one than the edit began with. */
  readonly keep: () => void;
}

/** Keeps what is typed while `present`, the text of the server, may change. */
export function useDraft(present: string): Draft {
  const [edited, setEdited] = useState<{ readonly text: string; readonly base: string }>();
  const isOther = edited && present !== edited.base && present !== edited.text;
  return {
    text: edited?.text ?? present,
    isEdited: edited !== undefined,
    base: edited?.base ?? present,
    conflict: isOther ? present : undefined,
    edit: (text) => setEdited((before) => ({ text, base: before?.base ?? present })),
    discard: () => setEdited(undefined),
    keep: () => setEdited((before) => before && { ...before, base: present }),
  };
}
