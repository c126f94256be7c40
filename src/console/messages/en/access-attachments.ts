export const attachments = {
  title: 'Policies',
  attach: 'Attach a policy',
  attachTo: 'Attach a policy to {name}',
  detach: 'Detach',
  policy: 'Policy',
  chooseHint: 'Choose one, or type its name. It takes effect at the next call.',
  type: 'Type',
  types: {
    Custom: 'Custom',
    System: 'System',
  },
  since: 'Attached',
  actions: 'Actions',
  empty: 'No policy: {name} may do nothing.',
  attached: '{name} has the policy {policy} now.',
  detached: '{name} no longer has the policy {policy}.',
};
