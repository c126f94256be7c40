export const SURFACES = ['graphql', 'rpc'] as const;
export type Surface = (typeof SURFACES)[number];
