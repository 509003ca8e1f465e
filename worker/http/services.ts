import { createMiddleware } from 'hono/factory';
import type { Bindings } from '../bindings.ts';
import { type Config, parseEnv } from '../env.ts';
import { createHookAddresses, type HookAddresses } from '../hooks/hook-addresses.ts';
import { createTries, type Tries } from '../operator/tries.ts';
import { createUserLookup, type UserLookup } from '../session/administrators.ts';
import { createHandoffs, type Handoffs } from '../session/handoffs.repository.ts';
import { createSettingsRepository, type SettingsRepository } from '../settings/settings.repository.ts';
import { type Clock, systemClock, systemSleep } from '../shared/clock.ts';
import { importKeyring, type Keyring } from '../shared/envelope.ts';
import { consoleLog, type Log } from '../shared/log.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AppEnv } from './app-env.ts';
import { AppError } from './app-error.ts';

/** What routes work with, made once for each environment, that is once an isolate. */
export type Services = {
  config: Config;
  clock: Clock;
  log: Log;
  repository: SettingsRepository;
  handoffs: Handoffs;
  userOf: UserLookup;
  hookAddresses: HookAddresses;
  operatorTries: Tries;
  ring(): Promise<Keyring>;
};

const made = new WeakMap<object, Result<Services, string>>();

/** A bad variable stops everything with the sentence that names it, never with its value (contract.md, «Running»). */
export const withServices = createMiddleware<AppEnv>(async (c, next) => {
  const known = made.get(c.env) ?? remember(c.env, createServices(c.env));
  if (!known.ok) {
    throw new AppError({ status: 500, code: 'config.invalid', message: known.error });
  }
  c.set('services', known.value);
  await next();
});

function remember(env: Bindings, services: Result<Services, string>): Result<Services, string> {
  if (!services.ok) {
    consoleLog('config.invalid', { problem: services.error });
  }
  made.set(env, services);
  return services;
}

function createServices(env: Bindings): Result<Services, string> {
  const config = parseEnv(env);
  if (!config.ok) {
    return err(config.error);
  }
  let keyring: Promise<Keyring> | null = null;
  const repository = createSettingsRepository(env.DB);
  return ok({
    config: config.value,
    clock: systemClock,
    log: consoleLog,
    repository,
    hookAddresses: createHookAddresses((accountId) => repository.account(accountId), systemClock),
    handoffs: createHandoffs(env.DB),
    userOf: createUserLookup(systemClock, systemSleep),
    operatorTries: createTries(systemClock, consoleLog),
    ring() {
      keyring ??= importKeyring(config.value.secretsKey, config.value.secretsKeyPrevious);
      return keyring;
    },
  });
}
