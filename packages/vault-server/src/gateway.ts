// The HTTP gateway of a realm: bounded, rate limited, and blind. It sees sealed requests of one length and passes them on;
// which account or operation one is about is known to the realm behind it alone.

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ErrorCode, isMunimentError } from '@muniment/errors';
import type { VaultOperation, VaultOutcome } from '@muniment/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHttpServer, type HttpServer, type ListenAddress } from './http-server.ts';
import { createLog, createPeerNames, type LogFields, type LogSink } from './log.ts';
import { createGatewayMetrics, type GatewayMetrics, type Route } from './metrics.ts';
import { clientAddress, trustedProxies } from './rate-limit-address.ts';
import { malformed, Refusal, refusalCode, refuse, unavailable } from './refusal.ts';
import { VAULT_SEALED_REQUEST_BYTES, VAULT_SEALED_RESPONSE_BYTES } from './sizes.ts';

/** What a gateway serves. */
export interface RealmService {
  /**
   * Answers a sealed request of VAULT_SEALED_REQUEST_BYTES with VAULT_SEALED_RESPONSE_BYTES.
   * @throws ERR_CHANNEL_KEY, ERR_AUTHENTICATION for what cannot be opened; anything else counts as a failure of the realm
   */
  handle(encapsulated: Uint8Array): Promise<Uint8Array>;
  /** The signed realm descriptor, as text. */
  descriptor(): Uint8Array;
  /** The bundle of the realm in force, as text. Where there is none, its address is not served. */
  readonly bundle?: (() => Uint8Array) | undefined;
  isHealthy(): Promise<boolean>;
}

export interface GatewayOptions {
  /** Where log lines go; nowhere unless told. */
  readonly log?: LogSink | undefined;
  /** Serves GET /metrics there, on a listener of its own; not at all unless told. For no public address. */
  readonly metrics?: ListenAddress | undefined;
  /** Requests a minute of one address, which may come all at once; 60 unless told. /healthz is not counted. */
  readonly requestsPerMinute?: number | undefined;
  /** How many addresses are remembered for that, the most recent ones; 10,000 unless told. */
  readonly rateLimitEntries?: number | undefined;
  /** Proxies, as addresses or networks, whose X-Forwarded-For is believed; none unless told. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Requests that the realm works on at the same time; 64 unless told. */
  readonly maxInFlight?: number | undefined;
  /** 1,024 unless told. */
  readonly maxConnections?: number | undefined;
  /** 64 unless told. Trusted proxies are not counted. */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** How long a client may take for the head of a request; 10 s unless told. */
  readonly headersTimeoutMs?: number | undefined;
  /** And for the whole of it; 20 s unless told, at least `headersTimeoutMs`. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long a connection may wait for its next request; 5 s unless told. */
  readonly keepAliveTimeoutMs?: number | undefined;
  /** How long the realm may take; 20 s unless told. */
  readonly realmTimeoutMs?: number | undefined;
  /** How long `close` waits for requests that have begun; 10 s unless told. */
  readonly closeTimeoutMs?: number | undefined;
  /** Told of every failure of the realm, for the operator's own diagnosis: the log has only its code. */
  readonly onRealmError?: ((error: unknown) => void) | undefined;
  /** Unix milliseconds, for the log; `Date.now` unless told. */
  readonly now?: (() => number) | undefined;
}

/** Where a gateway listens. */
export interface GatewayAddress extends ListenAddress {
  /** Of the metrics, if they are served. */
  readonly metrics?: ListenAddress;
}

export interface Gateway {
  /**
   * Begins to serve. Port 0 takes a free one.
   * @throws ERR_USAGE if the address, or that of the metrics, cannot be listened on
   * @throws TypeError if it was called before
   */
  listen(host: string, port: number): Promise<GatewayAddress>;
  /** Counts an outcome in the metrics: what the gateway itself cannot see. For `onOutcome` of the realm behind it. */
  countOutcome(operation: VaultOperation | 'none', outcome: VaultOutcome): void;
  /** Accepts nothing more, lets requests that have begun end until the deadline, then ends. May be called again. */
  close(): Promise<void>;
}

const DEFAULTS = {
  requestsPerMinute: 60,
  rateLimitEntries: 10_000,
  maxInFlight: 64,
  maxConnections: 1024,
  maxConnectionsPerAddress: 64,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  keepAliveTimeoutMs: 5_000,
  realmTimeoutMs: 20_000,
  closeTimeoutMs: 10_000,
} as const;

const MINUTE_MS = 60_000;
/** An answer about the realm's health is used this long, so that asking costs nothing. */
const HEALTH_MS = 1_000;
const HEALTH_TIMEOUT_MS = 2_000;
const REQUEST_ID_BYTES = 16;
/** In log and metrics, for a client that left before its answer; never sent. */
const STATUS_ABORTED = 499;

const METHODS: Readonly<Record<Exclude<Route, 'other'>, string>> = {
  '/v1/request': 'POST',
  '/v1/descriptor': 'GET, HEAD',
  '/v1/bundle': 'GET, HEAD',
  '/healthz': 'GET, HEAD',
};

const COMMON_HEADERS = { 'x-content-type-options': 'nosniff' } as const;
const PUBLISHED_HEADERS = { ...COMMON_HEADERS, 'cache-control': 'public, max-age=60' } as const;

/** The path of a request target, without scheme, host and query. */
function pathOf(url: string | undefined): string {
  return /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(url ?? '')?.[1] ?? '';
}

function routeOf(url: string | undefined): Route {
  const path = pathOf(url);
  return Object.hasOwn(METHODS, path) ? (path as Route) : 'other';
}

/** `work`, or a failure with `late` after `ms`. */
async function within<T>(work: Promise<T>, ms: number, late: unknown): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The gateway of `realm`. It listens once `listen` is called.
 *
 * ```ts
 * const gateway = createGateway({ realm, options: { log: process.stderr } });
 * const { port } = await gateway.listen('127.0.0.1', 0);
 * ```
 *
 * @throws RangeError for options out of range
 * Requirements: VAULT-116.
 */
export function createGateway({
  realm,
  options = {},
}: {
  readonly realm: RealmService;
  readonly options?: GatewayOptions;
}): Gateway {
  const limits: Record<keyof typeof DEFAULTS, number> = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]) {
    limits[name] = options[name] ?? DEFAULTS[name];
    if (!Number.isSafeInteger(limits[name]) || limits[name] < 1) {
      throw new RangeError(`${name} must be a whole number above 0`);
    }
  }
  if (limits.requestTimeoutMs < limits.headersTimeoutMs) {
    throw new RangeError('requestTimeoutMs must not be below headersTimeoutMs');
  }
  const proxies = trustedProxies(options.trustedProxies ?? []);
  return new RealmGateway(realm, options, limits, proxies);
}

/** What is known of a request beside its message. */
interface Trace {
  readonly id: string;
  readonly startedMs: number;
  cause?: NonNullable<LogFields['cause']>;
}

class RealmGateway implements Gateway {
  readonly #realm: RealmService;
  readonly #options: GatewayOptions;
  readonly #limits: Readonly<Record<keyof typeof DEFAULTS, number>>;
  readonly #proxies: ReturnType<typeof trustedProxies>;
  readonly #log: ReturnType<typeof createLog>;
  readonly #peerName: (address: string) => string;
  readonly #traces = new WeakMap<IncomingMessage, Trace>();
  #metrics: GatewayMetrics | undefined;
  #app: FastifyInstance | undefined;
  #servers: HttpServer[] = [];
  #inFlight = 0;
  #health: { readonly untilMs: number; readonly answer: Promise<boolean> } | undefined;
  #listening: Promise<GatewayAddress> | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    realm: RealmService,
    options: GatewayOptions,
    limits: Readonly<Record<keyof typeof DEFAULTS, number>>,
    proxies: ReturnType<typeof trustedProxies>,
  ) {
    this.#realm = realm;
    this.#options = options;
    this.#limits = limits;
    this.#proxies = proxies;
    this.#log = createLog(options.log ?? { write: () => {} }, options.now);
    this.#peerName = createPeerNames(options.now);
  }

  async listen(host: string, port: number): Promise<GatewayAddress> {
    if (this.#listening !== undefined || this.#closing !== undefined) {
      throw new TypeError('a gateway listens once');
    }
    this.#listening = this.#listen(host, port);
    try {
      return await this.#listening;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  countOutcome(operation: VaultOperation | 'none', outcome: VaultOutcome): void {
    this.#metrics?.answered(operation, outcome);
  }

  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #listen(host: string, port: number): Promise<GatewayAddress> {
    const { metrics } = this.#options;
    // Both take time to load, which whoever runs no gateway does not spend.
    const [{ fastify }, { rateLimit, normalizeIP }] = await Promise.all([
      import('fastify'),
      import('@fastify/rate-limit').then(({ default: plugin, normalizeIP }) => ({
        rateLimit: plugin,
        normalizeIP,
      })),
    ]);
    this.#metrics = metrics === undefined ? undefined : await createGatewayMetrics();

    const app = fastify({
      bodyLimit: VAULT_SEALED_REQUEST_BYTES,
      frameworkErrors: (error, _request, reply) => this.#refuse(reply, error),
    });
    this.#app = app;
    await app.register(rateLimit, {
      global: false,
      max: this.#limits.requestsPerMinute,
      timeWindow: MINUTE_MS,
      cache: this.#limits.rateLimitEntries,
      // IPv6 counts by its /64, of which one household has all.
      keyGenerator: ({ raw }) => normalizeIP(clientAddress(raw, this.#proxies)),
    });
    this.#route(app);
    await app.ready();

    const address = await this.#serve(
      host,
      port,
      (request, response) => app.routing(request, response),
      normalizeIP,
    );
    this.#log.write('info', 'listening');
    if (metrics === undefined) return address;
    return { ...address, metrics: await this.#serveMetrics(metrics) };
  }

  async #close(): Promise<void> {
    // Whoever closes while listening begins closes what has begun.
    await this.#listening?.catch(() => {});
    const [gateway, ...others] = this.#servers;
    await gateway?.close(this.#limits.closeTimeoutMs);
    // The metrics to the end, then at once.
    await Promise.all(others.map((server) => server.close(0)));
    await this.#app?.close();
    if (gateway !== undefined) this.#log.write('info', 'closed');
  }

  async #serve(
    host: string,
    port: number,
    handler: (request: IncomingMessage, response: ServerResponse) => void,
    normalize: (address: string) => string,
  ): Promise<ListenAddress> {
    const { realmTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs } = this.#limits;
    const server = createHttpServer(
      {
        ...this.#limits,
        // Beyond every other limit, so that it ends only connections whose client does not read.
        idleTimeoutMs: Math.max(realmTimeoutMs, requestTimeoutMs) + keepAliveTimeoutMs,
        restBytes: VAULT_SEALED_REQUEST_BYTES,
      },
      {
        request: handler,
        started: (request) => this.#started(request),
        ended: (request, response) => this.#ended(request, response),
        connected: () => this.#metrics?.connected(),
        disconnected: () => this.#metrics?.disconnected(),
        refused: (reason, address) => {
          this.#metrics?.refused(reason);
          this.#log.refusal('connection-refused', { peer: this.#peerName(address) });
        },
        badHttp: (status, address) => {
          this.#metrics?.badHttp(status);
          this.#log.refusal('bad-http', { status, code: 'ERR_VAULT_REQUEST', peer: this.#peerName(address) });
        },
        addressKey: (address) => (this.#proxies.has(address) ? undefined : normalize(address)),
      },
    );
    this.#servers.push(server);
    return await server.listen(host, port);
  }

  async #serveMetrics({ host, port }: ListenAddress): Promise<ListenAddress> {
    const server = createHttpServer(
      { ...this.#limits, maxConnections: 16, idleTimeoutMs: MINUTE_MS, restBytes: 0 },
      {
        addressKey: () => undefined,
        request: (request, response) => {
          if (pathOf(request.url) !== '/metrics') return refuse(response, malformed(404), 0);
          if (request.method !== 'GET') return refuse(response, malformed(405, { allow: 'GET' }), 0);
          this.#metrics?.text().then(
            (text) => {
              response.writeHead(200, { 'content-type': this.#metrics?.contentType });
              response.end(text);
            },
            () => refuse(response, unavailable(), 0),
          );
        },
      },
    );
    this.#servers.push(server);
    return await server.listen(host, port);
  }

  #route(app: FastifyInstance): void {
    const isOverLimit = app.createRateLimit();
    // Before any body is read.
    app.addHook('onRequest', async (request) => {
      const { raw, is404 } = request;
      const { url } = request.routeOptions;
      if (url !== '/healthz') {
        const limit = await isOverLimit(request);
        if (!limit.isAllowed && limit.isExceeded) {
          throw new Refusal(429, 'ERR_VAULT_RATE', {
            'retry-after': String(Math.max(1, limit.ttlInSeconds)),
          });
        }
      }
      if (is404) {
        const route = routeOf(raw.url);
        throw route === 'other' ? malformed(404) : malformed(405, { allow: METHODS[route] });
      }
      if (url === '/v1/request') assertSealedRequestHead(raw);
      else if (hasBody(raw)) throw malformed(400);
    });
    app.setErrorHandler((error, _request, reply) => this.#refuse(reply, error));
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });

    app.post('/v1/request', (request, reply) => this.#answer(request, reply));
    app.get('/v1/descriptor', async (_request, reply) => {
      const text = this.#published(() => this.#realm.descriptor());
      return reply.headers(PUBLISHED_HEADERS).type('text/plain; charset=utf-8').send(text);
    });
    app.get('/v1/bundle', async (_request, reply) => {
      const { bundle } = this.#realm;
      if (bundle === undefined) throw malformed(404);
      const text = this.#published(bundle);
      return reply.headers(PUBLISHED_HEADERS).type('application/json; charset=utf-8').send(text);
    });
    app.get('/healthz', async (_request, reply) => {
      if (!(await this.#isHealthy())) throw unavailable();
      return reply
        .headers({ ...COMMON_HEADERS, 'cache-control': 'no-store' })
        .type('application/json')
        .send('{"status":"ok"}\n');
    });
  }

  async #answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { body } = request;
    if (!Buffer.isBuffer(body) || body.length !== VAULT_SEALED_REQUEST_BYTES) throw malformed(400);
    if (this.#inFlight >= this.#limits.maxInFlight) throw unavailable();
    this.#inFlight++;
    // The place is taken until the realm has done its work, whether or not anybody waits for it.
    const work = (async () => this.#realm.handle(new Uint8Array(body)))().finally(() => {
      this.#inFlight--;
    });
    let response: Uint8Array;
    try {
      response = await within(work, this.#limits.realmTimeoutMs, 'timeout');
      // A client must not learn more from a length than from the message.
      if (response.length !== VAULT_SEALED_RESPONSE_BYTES) {
        throw new RangeError(`the realm answered ${response.length} bytes`);
      }
    } catch (error) {
      throw this.#realmFailed(request.raw, error);
    }
    return reply
      .headers({ ...COMMON_HEADERS, 'cache-control': 'no-store' })
      .type('application/octet-stream')
      .send(Buffer.from(response));
  }

  /** The refusal for an error of the realm. */
  #realmFailed(request: IncomingMessage, error: unknown): Refusal {
    for (const code of ['ERR_CHANNEL_KEY', 'ERR_AUTHENTICATION'] as const satisfies readonly ErrorCode[]) {
      if (isMunimentError(error, code)) return new Refusal(400, code);
    }
    const trace = this.#traces.get(request);
    const cause = error === 'timeout' ? 'timeout' : isMunimentError(error) ? error.code : 'other';
    if (trace !== undefined) trace.cause = cause;
    this.#report(error);
    if (cause === 'timeout' || cause === 'ERR_VAULT_UNAVAILABLE') return unavailable();
    return new Refusal(500, 'ERR_INTERNAL');
  }

  #published(text: () => Uint8Array): Buffer {
    try {
      return Buffer.from(text());
    } catch (error) {
      this.#report(error);
      throw unavailable();
    }
  }

  #isHealthy(): Promise<boolean> {
    const nowMs = performance.now();
    if (this.#health === undefined || this.#health.untilMs <= nowMs) {
      const asked = (async () => (await this.#realm.isHealthy()) === true)();
      const answer = within(asked, HEALTH_TIMEOUT_MS, 'timeout').catch((error: unknown) => {
        this.#report(error);
        return false;
      });
      this.#health = { untilMs: nowMs + HEALTH_MS, answer };
    }
    return this.#health.answer;
  }

  #report(error: unknown): void {
    try {
      this.#options.onRealmError?.(error);
    } catch {
      // The operator's own mistake; the client's answer does not depend on it.
    }
  }

  /** Answers with an error. Those of the library are told by their status alone. */
  #refuse(reply: FastifyReply, error: unknown): void {
    let refusal: Refusal;
    if (error instanceof Refusal) refusal = error;
    else {
      const status = (error as { statusCode?: unknown }).statusCode;
      const isClients = typeof status === 'number' && status >= 400 && status < 500;
      refusal = isClients
        ? malformed(status === 413 || status === 415 ? status : 400)
        : new Refusal(500, 'ERR_INTERNAL');
    }
    reply.hijack();
    refuse(reply.raw, refusal, VAULT_SEALED_REQUEST_BYTES);
  }

  #started(request: IncomingMessage): void {
    const id = randomBytes(REQUEST_ID_BYTES).toString('hex');
    this.#traces.set(request, { id, startedMs: performance.now() });
    this.#metrics?.started();
  }

  #ended(request: IncomingMessage, response: ServerResponse): void {
    const trace = this.#traces.get(request);
    if (trace === undefined) return;
    const durationMs = performance.now() - trace.startedMs;
    const route = routeOf(request.url);
    const isSent = response.writableFinished;
    const code = isSent ? (refusalCode(response) ?? 'ok') : 'aborted';
    const status = isSent ? response.statusCode : STATUS_ABORTED;
    this.#metrics?.finished(route, status, code, durationMs / 1000);
    const fields: LogFields = {
      request: trace.id,
      route,
      status,
      code,
      ...(trace.cause === undefined ? {} : { cause: trace.cause }),
      durationMs: Math.round(durationMs * 100) / 100,
    };
    if (status >= 500) this.#log.write('error', 'request', fields);
    else if (code === 'ERR_VAULT_RATE' || code === 'ERR_VAULT_REQUEST') {
      this.#log.refusal('request', {
        ...fields,
        peer: this.#peerName(clientAddress(request, this.#proxies)),
      });
    } else this.#log.write('info', 'request', fields);
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

/** @throws Refusal for a request that no sealed request can follow (VAULT-112) */
function assertSealedRequestHead(request: IncomingMessage): void {
  const { headers } = request;
  if (headers['content-type']?.trim().toLowerCase() !== 'application/octet-stream') throw malformed(415);
  if ((headers['content-encoding'] ?? 'identity').trim().toLowerCase() !== 'identity') throw malformed(415);
  if (!hasBody(request)) throw malformed(400);
  // Unknown where it comes in chunks.
  const length = Number(headers['content-length'] ?? VAULT_SEALED_REQUEST_BYTES);
  if (length !== VAULT_SEALED_REQUEST_BYTES) throw malformed(length > VAULT_SEALED_REQUEST_BYTES ? 413 : 400);
}
