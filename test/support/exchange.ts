import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Kms } from './kms.ts';

/** A request as it arrives, with what Node's own HTTP has of it. */
export interface Arrived {
  readonly server: Server;
  readonly response: ServerResponse;
}

const CHANNEL = 'http.server.request.start';

/** The next request that a server of this process gets. */
export const nextArrival = ({ port }: Pick<Kms, 'port'>): Promise<Arrived> =>
  new Promise((resolve) => {
    const look = (message: unknown) => {
      const arrived = message as Arrived;
      if ((arrived.server.address() as AddressInfo | null)?.port !== port) return;
      unsubscribe(CHANNEL, look);
      resolve(arrived);
    };
    subscribe(CHANNEL, look);
  });
