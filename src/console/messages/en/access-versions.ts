export const versions = {
  title: 'Versions',
  create: 'Create a version',
  createTitle: 'Create a version of {name}',
  created: 'The version {version} is created.',
  version: 'Version',
  default: 'Applies',
  createdAt: 'Created',
  actions: 'Actions',
  setDefault: 'Make it apply',
  makeDefault: 'It applies at once (default version).',
  removeOldest:
    'The policy has 5 versions, which is the most. Delete the oldest one that does not apply.',
  applies: 'The version {version} applies now.',
  showTitle: 'Version {version}',
  document: 'Policy document',
  deleteTitle: 'Delete the version {version}?',
  deleteHint:
    'The version is deleted permanently. It does not apply now, so no permission changes.',
  deleted: 'The version {version} is deleted.',
};
