/** Set in the Dockerfile: the image has Node and this project's scripts, and neither npm nor the examples. */
const IMAGE = 'KEYWRIGHT_IMAGE';

type Environment = Readonly<Record<string, string | undefined>>;

export const isInImage = (environment: Environment = process.env): boolean =>
  environment[IMAGE] === 'true';

/** A text for people, with commands that exist where it is read: `npm run …`, or in the image `node src/cli/….ts`. */
export function asCalledHere(text: string, environment?: Environment): string {
  if (!isInImage(environment)) return text;
  return text
    .replaceAll(
      /npm run ([a-z:-]+)(?: --(?= ))?/g,
      (_all, name: string) => `node src/cli/${name.replace(':', '-')}.ts`,
    )
    .replaceAll('npm start', 'the start of the server');
}
