export const next = {
  title: 'Next steps for {name}',
  signIn: 'To sign in or to call, it needs an access key or an API token.',
  permission: 'It may do nothing until a policy allows it.',
  accessKey: 'Create an access key',
  token: 'Create an API token',
  attach: 'Attach a policy',
  allow: 'Allow use of a key',
};
