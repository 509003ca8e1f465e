import type { RemoteCall, RemoteFetch } from '../http/remote-fetch.ts';
import type { Clock } from '../shared/clock.ts';
import type { Limiter } from '../shared/limiter.ts';
import { createDirectories, type Directories } from './directories.ts';
import { createDoctors, type Doctors } from './doctors.ts';
import { createIntervals, type Intervals } from './intervals.ts';
import { createTokenSource } from './jwt.ts';
import { createMedcards, type Medcards } from './medcards.ts';
import { createServices, type Services } from './services.ts';
import { createTalons, type Talons } from './talons.ts';
import { createTransport } from './transport.ts';

export type ArchimedClient = {
  readonly talons: Talons;
  readonly medcards: Medcards;
  readonly doctors: Doctors;
  readonly intervals: Intervals;
  readonly services: Services;
  readonly directories: Directories;
};

type Options = {
  readonly origin: string;
  readonly apiId: string;
  readonly apiSecret: string;
  readonly remote: RemoteFetch;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly log?: (call: RemoteCall) => void;
};

/** One key pair of one source. Nothing is repeated here: what to do about a failure is the caller's decision. */
export function createArchimedClient({ apiId, apiSecret, ...options }: Options): ArchimedClient {
  const token = createTokenSource({ apiId, apiSecret, clock: options.clock });
  const transport = createTransport({ ...options, token });
  return {
    talons: createTalons(transport),
    medcards: createMedcards(transport),
    doctors: createDoctors(transport),
    intervals: createIntervals(transport),
    services: createServices(transport),
    directories: createDirectories(transport),
  };
}
