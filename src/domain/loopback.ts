/** Whether a host can be reached from this machine only. IPv6 with or without the brackets that it has in a URL. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || /^(?:::1|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(host);
