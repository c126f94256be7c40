/**
 * Policy evaluation as the facts describe it, on the JSON itself, with regular expressions. It shares no code with the
 * engine and checks nothing: policies must be valid.
 */
export interface NaiveFacts {
  readonly action: string;
  readonly resource: string;
  readonly sourceIp?: string;
  readonly secureTransport: boolean;
  readonly currentTime: Date;
  readonly mfaPresent: boolean;
  readonly surface: string;
  readonly keySpec?: string;
  readonly tags: Record<string, string>;
  readonly encryptionContext: Record<string, string>;
}

type Values = string | number | boolean | (string | number | boolean)[];
export interface NaiveStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, Values>>;
}
export interface NaivePolicy {
  readonly Version: '1';
  readonly Statement: NaiveStatement[];
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function glob(pattern: string, text: string, flags = ''): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\/]/g, (special) => `\\${special}`)
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, `u${flags}`).test(text);
}

function factOf(name: string, facts: NaiveFacts): string | undefined {
  const [first = '', ...rest] = name.split('/');
  const own = (record: Record<string, string>): string | undefined =>
    Object.entries(record).find(([key]) => key === rest.join('/'))?.[1];
  switch (first.toLowerCase()) {
    case 'acs:sourceip':
      return facts.sourceIp;
    case 'acs:securetransport':
      return String(facts.secureTransport);
    case 'acs:currenttime':
      return facts.currentTime.toISOString();
    case 'acs:mfapresent':
      return String(facts.mfaPresent);
    case 'kms:surface':
      return facts.surface;
    case 'kms:keyspec':
      return facts.keySpec;
    case 'kms:tag':
      return own(facts.tags);
    case 'kms:encryptioncontext':
      return own(facts.encryptionContext);
    default:
      throw new Error(name);
  }
}

const bitsOfIp = (text: string): string =>
  text.includes(':')
    ? (() => {
        const [head = '', tail] = text.split('::');
        const groups = (part: string) => (part === '' ? [] : part.split(':'));
        const after = tail === undefined ? [] : groups(tail);
        const before = groups(head);
        const zeros = Array<string>(8 - before.length - after.length).fill('0');
        return [...before, ...zeros, ...after]
          .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
          .join('');
      })()
    : text
        .split('.')
        .map((byte) => Number(byte).toString(2).padStart(8, '0'))
        .join('');

function inBlock(ip: string, block: string): boolean {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/, '');
  const [base = '', length] = block.split('/');
  const [bits, wanted] = [bitsOfIp(plain), bitsOfIp(base)];
  const compared = length === undefined ? bits.length : Number(length);
  return bits.length === wanted.length && bits.slice(0, compared) === wanted.slice(0, compared);
}

const order = (operator: string, a: number, b: number): boolean => {
  if (/LessThanEquals$/.test(operator)) return a <= b;
  if (/GreaterThanEquals$/.test(operator)) return a >= b;
  if (/LessThan$/.test(operator)) return a < b;
  if (/GreaterThan$/.test(operator)) return a > b;
  return a === b;
};

function compare(operator: string, fact: string, value: string): boolean {
  if (operator.includes('IpAddress')) return inBlock(fact, value);
  if (operator === 'Bool') return fact === value;
  if (operator.startsWith('Date')) return order(operator, Date.parse(fact), Date.parse(value));
  if (operator.startsWith('Numeric'))
    return /^-?\d+(\.\d+)?$/.test(fact) && order(operator, Number(fact), Number(value));
  if (operator.endsWith('Like')) return glob(value, fact);
  if (operator.endsWith('IgnoreCase')) return fact.toLowerCase() === value.toLowerCase();
  return fact === value;
}

function isMet(operator: string, name: string, values: Values, facts: NaiveFacts): boolean {
  const fact = factOf(name, facts);
  const hit =
    fact !== undefined && list(values).some((one) => compare(operator, fact, String(one)));
  return operator.includes('Not') ? !hit : hit;
}

function applies(statement: NaiveStatement, facts: NaiveFacts): boolean {
  const named = (actions: string | string[]) =>
    list(actions).some((action) => glob(action, facts.action, 'i'));
  const actionFits = statement.Action ? named(statement.Action) : !named(statement.NotAction ?? []);
  return (
    actionFits &&
    list(statement.Resource).some((resource) => glob(resource, facts.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([name, values]) => isMet(operator, name, values, facts)),
    )
  );
}

/** The decision of policies about a request. */
export function decideNaively(
  policies: readonly NaivePolicy[],
  facts: NaiveFacts,
): 'Allow' | 'ExplicitDeny' | 'ImplicitDeny' {
  const found = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => applies(statement, facts))
    .map(({ Effect }) => Effect);
  if (found.includes('Deny')) return 'ExplicitDeny';
  return found.includes('Allow') ? 'Allow' : 'ImplicitDeny';
}
