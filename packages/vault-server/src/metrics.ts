// What the gateway counts, in the Prometheus text format. Labels come from closed lists: no account, address or token.

import type { ErrorCode } from '@muniment/errors';
import type { VaultOperation, VaultOutcome } from '@muniment/wire';

/** A path of the gateway, or `other`. */
export type Route = '/v1/request' | '/v1/descriptor' | '/v1/bundle' | '/healthz' | 'other';

/** How a request ended: `aborted` if the client left before its answer was sent. */
export type Outcome = ErrorCode | 'ok' | 'aborted';

export interface GatewayMetrics {
  /** A request has begun. */
  started(): void;
  finished(route: Route, status: number, outcome: Outcome, seconds: number): void;
  connected(): void;
  disconnected(): void;
  /** A connection was refused: too many of one address, or altogether. */
  refused(reason: 'address' | 'all'): void;
  /** Bytes that are no HTTP request, or too slow ones, ended a connection with this status. */
  badHttp(status: number): void;
  /** The realm came to an outcome, of whomever it was about. */
  answered(operation: VaultOperation | 'none', outcome: VaultOutcome): void;
  /** Everything, as text. */
  text(): Promise<string>;
  readonly contentType: string;
}

// A login takes 2 to 50 ms here; the longest wait for a realm is 20 s.
const BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** Counters of their own registry, so that several gateways fit into one process. */
export async function createGatewayMetrics(): Promise<GatewayMetrics> {
  // Loaded here: whoever asks for no metrics does not wait for the library.
  const { Counter, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'muniment_vault_requests_total',
    help: 'Requests that ended, by route, HTTP status and outcome.',
    labelNames: ['route', 'status', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'muniment_vault_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['route'],
    buckets: BUCKETS_S,
    registers,
  });
  const inFlight = new Gauge({
    name: 'muniment_vault_requests_in_flight',
    help: 'Requests that have not ended.',
    registers,
  });
  const rateLimited = new Counter({
    name: 'muniment_vault_rate_limited_total',
    help: 'Requests refused because their address had asked too often.',
    registers,
  });
  const connections = new Gauge({
    name: 'muniment_vault_connections',
    help: 'Open connections.',
    registers,
  });
  const refusals = new Counter({
    name: 'muniment_vault_connections_refused_total',
    help: 'Connections refused: too many of one address, or of all.',
    labelNames: ['reason'],
    registers,
  });
  const badHttp = new Counter({
    name: 'muniment_vault_bad_http_total',
    help: 'Connections ended because of bytes that are no HTTP request, or came too slowly.',
    labelNames: ['status'],
    registers,
  });
  const outcomes = new Counter({
    name: 'muniment_vault_outcomes_total',
    help: 'Answers of the realm, by operation and outcome.',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of the process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return {
    started: () => inFlight.inc(),
    finished(route, status, outcome, seconds) {
      inFlight.dec();
      requests.inc({ route, status, outcome });
      durations.observe({ route }, seconds);
      if (status === 429) rateLimited.inc();
    },
    connected: () => connections.inc(),
    disconnected: () => connections.dec(),
    refused: (reason) => refusals.inc({ reason }),
    badHttp: (status) => badHttp.inc({ status }),
    answered: (operation, outcome) => outcomes.inc({ operation, outcome }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
