import { useEffect, useState } from 'preact/hooks';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { Api } from '../ui/api.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { formatDateTime, formatMoney, formatPhone, formatTime } from '../ui/format.ts';
import { errorText, roomText } from '../ui/messages.ts';
import { ForPatient } from './for-patient.tsx';
import { LinkPart } from './link-part.tsx';
import { t } from './messages.ts';
import { branchIn } from './model.ts';
import { StatusPart } from './status-part.tsx';
import { Window } from './window.tsx';

type Props = {
  api: Api;
  me: MeReply;
  details: VisitDetails;
  /** The deal whose card is open; null: opened from the journal. */
  dealId: number | null;
  onChanged: () => void;
  onClose: () => void;
  onGo: (mode: 'move' | 'cancel') => void;
};

/** All about one visit: what it is, what can be done with it, what happened to it. */
export function VisitView({ api, me, details: opened, dealId, onChanged, onClose, onGo }: Props) {
  const [details, setDetails] = useState(opened);
  const [problem, setProblem] = useState<string | null>(null);
  const { visit } = details;
  const zone = branchIn(me, visit.branchId, visit.branchTitle).timeZone;
  const mayBook = me.user.role !== 'view' && me.user.role !== 'none';
  const mayChange = mayBook && visit.state === 'booked';
  const changed = async (): Promise<void> => {
    onChanged();
    const reply = await api.visitDetails(visit.id);
    if (reply.ok) setDetails(reply.value);
  };
  return (
    <Window title={t('title.visit')} onClose={onClose}>
      <div class="visit-view" data-testid="visit-view">
        <section class="visit-view__facts" aria-label={t('visit.facts')}>
          <p class="done__when">
            {formatDateTime(visit.start, zone)}–{formatTime(visit.end, zone)}
          </p>
          <dl class="summary">
            <Fact name={t('summary.who')}>
              {[details.patientName, formatPhone(details.patientPhone)]
                .filter((part) => part !== '')
                .join(', ')}
            </Fact>
            <Fact name={t('summary.doctor')}>
              {[visit.doctorName, visit.speciality].filter((part) => part !== '').join(', ')}
            </Fact>
            <Fact name={t('summary.where')}>
              {[visit.branchTitle, details.address, roomText(visit.room)]
                .filter((part) => part !== '')
                .join(', ')}
            </Fact>
            <Fact name={t('services')}>{servicesText(details)}</Fact>
            <Fact name={t('visit.comment')}>{details.comment}</Fact>
          </dl>
          {problem === null ? null : (
            <Banner tone="error" testId="visit-error">
              {problem}
            </Banner>
          )}
          {mayChange ? (
            <StatusPart
              api={api}
              details={details}
              onChanged={changed}
              onProblem={(error) => setProblem(error === null ? null : errorText(error))}
            />
          ) : (
            <p>{visit.statusName}</p>
          )}
          {mayChange && visit.open ? (
            <div class="done__actions">
              <Button testId="visit-move" onClick={() => onGo('move')}>
                {t('visit.move')}
              </Button>
              <Button testId="visit-cancel" onClick={() => onGo('cancel')}>
                {t('cancel.submit')}
              </Button>
            </div>
          ) : null}
          {mayBook && visit.state === 'booked' ? (
            <LinkPart
              api={api}
              visit={visit}
              dealId={dealId}
              onChanged={changed}
              onProblem={(error) => setProblem(error === null ? null : errorText(error))}
            />
          ) : null}
        </section>
        <section class="visit-view__more">
          {visit.open && visit.state === 'booked' ? (
            <ForPatient
              ready
              told={{
                kind: 'book',
                visit,
                timeZone: zone,
                address: details.address,
                preparation: details.preparation,
              }}
            />
          ) : null}
          <Story api={api} visitId={visit.id} zone={zone} changes={details} />
        </section>
      </div>
    </Window>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={children === '' ? 'am-muted' : ''}>{children === '' ? t('visit.none') : children}</dd>
    </div>
  );
}

function servicesText({ services, unknownServices }: VisitDetails): string {
  const price = services.reduce((sum, service) => sum + service.price, 0);
  const names = [...services.map(({ name }) => name), ...unknownServices];
  if (names.length === 0) return '';
  return price > 0 ? `${names.join('; ')} · ${formatMoney(price)}` : names.join('; ');
}

type StoryView = typeof import('./story.tsx');

/** Loaded after what a manager looks at first. */
function Story(props: { api: Api; visitId: string; zone: string; changes: unknown }) {
  const [view, setView] = useState<StoryView | null>(null);
  useEffect(() => {
    void import('./story.tsx').then(setView);
  }, []);
  return view === null ? null : <view.Story {...props} />;
}
