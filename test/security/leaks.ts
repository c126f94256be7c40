import { addGiven, isAllowed } from './allowed.ts';
import { type Answer, answersOf } from './answers.ts';
import { createSearch } from './find-secrets.ts';
import { type Place, placesOf } from './places.ts';
import type { Secret } from './secret-list.ts';
import { addStored } from './stored-secrets.ts';
import type { WatchedServer } from './watched-server.ts';

/** What a search of everything found. */
export interface Searched {
  /** A sentence for each secret in a place where it must not be. */
  readonly leaks: readonly string[];
  readonly secrets: readonly Secret[];
  /** The secrets that clients sent, found in their requests. */
  readonly sent: ReadonlySet<Secret>;
  readonly places: readonly Place[];
  readonly answers: readonly Answer[];
}

/** Completes the list of secrets, and searches all answers and all that the server keeps. */
export async function searchEverything(watched: WatchedServer): Promise<Searched> {
  const { kms, secrets, exchanges, logLines } = watched;
  const answers = answersOf(exchanges(), logLines);
  addGiven(secrets, answers);
  await addStored(secrets, kms);
  const places = await placesOf(watched);
  const search = createSearch(secrets.all);
  const secretsIn = (text: Buffer) => search(text).map(({ secret }) => secret);
  const leaks = [
    ...places.flatMap(({ name, bytes }) =>
      search(bytes).map(({ secret, spelling }) => `${secret.name} is in ${name} as ${spelling}`),
    ),
    ...answers.flatMap((answer) =>
      search(answer.received)
        .filter(({ secret }) => !isAllowed(answer, secret, () => secretsIn(answer.sent)))
        .map(
          ({ secret, spelling }) =>
            `${secret.name} is in the answer to ${answer.answers} ${answer.code} as ${spelling}`,
        ),
    ),
  ];
  return {
    leaks,
    secrets: secrets.all,
    sent: new Set(answers.flatMap(({ sent }) => secretsIn(sent))),
    places,
    answers,
  };
}
