/**
 * A setting is wrong. The message names it and says which values are valid. It has no value, which
 * may be secret.
 */
export class ConfigError extends Error {}
