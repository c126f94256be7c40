/** Set in the Dockerfile. The image has Node and the commands, but neither npm nor the examples. */
const IMAGE = 'KEYWRIGHT_IMAGE';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether this process runs in the container image. */
export const isInImage = (environment: Environment = process.env): boolean =>
  environment[IMAGE] === 'true';

/** A text for operators with `npm run …` commands. In the image, which has no npm, they become `node src/cli/….ts`. */
export function asCalledHere(text: string, environment?: Environment): string {
  if (!isInImage(environment)) return text;
  return text
    .replaceAll(
      /npm run ([a-z:-]+)(?: --(?= ))?/g,
      (_all, name: string) => `node src/cli/${name.replace(':', '-')}.ts`,
    )
    .replaceAll('npm start', 'the start of the server');
}
