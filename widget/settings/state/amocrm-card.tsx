import type { StateReply } from '../../../worker/state/state.schemas.ts';
import { Badge, Banner } from '../../ui/components/index.ts';
import { formatTime } from '../../ui/format.ts';
import { zoneOf } from '../history/zone.ts';
import { t } from '../locales/state.ts';
import { told } from '../shared/english.ts';
import { useStore } from '../store.ts';
import { Ago, Fact, Facts, FailedLink, Queue, TroubleBanner } from './facts.tsx';
import { amocrmTroubles } from './troubles.ts';

type Amocrm = StateReply['amocrm'];

export function AmocrmCard({ state }: { state: Amocrm }) {
  const zone = zoneOf(useStore(), null);
  const [trouble] = amocrmTroubles(state);
  const { lastError, nextProbeAt } = state;
  return (
    <article class="st-card" aria-label="amoCRM" data-testid="state-amocrm">
      <header class="st-row">
        <h3>amoCRM</h3>
        {trouble === undefined ? (
          <Badge tone="success">{t('works')}</Badge>
        ) : (
          <Badge tone={trouble.startsWith('hooks') ? 'warning' : 'error'}>{t(`amocrm.${trouble}`)}</Badge>
        )}
      </header>
      {lastError === null ? null : <TroubleBanner trouble={lastError} zone={zone} />}
      {trouble === 'no-access' ? <Banner tone="error">{t('amocrm.noAccess.what')}</Banner> : null}
      {trouble === 'hooks' ? <HooksBanner hooks={state.hooks} zone={zone} /> : null}
      {trouble === 'hooks-late' && state.hooks?.lateSince ? (
        <Banner tone="warning" testId="state-hooks-late">
          {t('hooks.late.what', { time: formatTime(state.hooks.lateSince, zone) })}
        </Banner>
      ) : null}
      <Facts>
        <Fact name={t('access')}>{t(`token.${state.token}`)}</Fact>
        <Fact name={t('lastAnswer')}>
          {state.lastSuccessAt === null ? t('never') : <Ago at={state.lastSuccessAt} zone={zone} />}
        </Fact>
        {nextProbeAt === null ? null : (
          <Fact name={t('nextProbe')}>{t('at', { time: formatTime(nextProbeAt, zone) })}</Fact>
        )}
        <Fact name={t('hooks')} testId="state-hooks">
          <Hooks hooks={state.hooks} zone={zone} />
        </Fact>
        <Fact name={t('queue')}>
          <Queue queue={state.queue} oldestAt={state.oldestAt} zone={zone} />
        </Fact>
        <Fact name={t('failed')}>
          <FailedLink failed={state.failed} branch={null} />
        </Fact>
      </Facts>
    </article>
  );
}

function Hooks({ hooks, zone }: { hooks: Amocrm['hooks']; zone: string }) {
  if (hooks === null) return t('hooks.unknown');
  const { mode, alive, lateSince, checkedAt } = hooks;
  return (
    <>
      {t(!alive ? 'hooks.dead' : lateSince === null ? `hooks.${mode}` : 'hooks.late')}
      {checkedAt === null ? null : (
        <>
          , {t('hooks.checked')} <Ago at={checkedAt} zone={zone} />
        </>
      )}
    </>
  );
}

/** It renews itself; somebody has to act only if the reason is amoCRM's. */
function HooksBanner({ hooks, zone }: { hooks: Amocrm['hooks']; zone: string }) {
  if (hooks === null) return null;
  return (
    <Banner tone="warning" testId="state-hooks-trouble">
      {t('hooks.dead.what')}{' '}
      {hooks.lastError === null ? null : `${told(hooks.lastError.message)} ${told(hooks.lastError.advice)} `}
      {t('hooks.dead.next', { time: formatTime(hooks.nextCheckAt, zone) })}
    </Banner>
  );
}
