/** A setting is wrong. The message names it and says what it should be; never its value, which may be secret. */
export class ConfigError extends Error {}
