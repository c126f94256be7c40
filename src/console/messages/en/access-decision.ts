export const decision = {
  title: 'Answer',
  decisions: {
    Allow: 'Allowed',
    ExplicitDeny: 'Denied',
    ImplicitDeny: 'Not allowed',
  },
  reasons: {
    Allow: 'A statement allows it and none denies it.',
    ExplicitDeny: 'A statement denies it, whatever others allow.',
    ImplicitDeny: 'No statement allows it.',
  },
  asked: '<principal></principal>, <action></action>, <resource></resource>',
  noKeyPolicy: 'No key policy was considered: the resource has none, or you may not read it.',
  statements: 'Statements that decide',
  policy: 'Policy',
  keyPolicy: 'Policy of the key',
  statement: 'Statement',
  place: 'No. {number}',
  effect: 'Effect',
};
