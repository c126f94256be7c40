export const secret = {
  once: 'This is shown once. Store it now: nobody can read it later.',
  env: 'Download as .env',
  json: 'Download as JSON',
  stored: 'I have stored it.',
  done: 'Done',
};
