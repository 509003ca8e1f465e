import type { PatientReply } from '../../worker/visits/visits.schemas.ts';
import { Banner } from '../ui/components/banner.tsx';
import { Button } from '../ui/components/button.tsx';
import { Skeleton } from '../ui/components/skeleton.tsx';
import { TextArea, TextField } from '../ui/components/text-field.tsx';
import { formatBirthDate, formatDateTime, formatPhone, fullName } from '../ui/format.ts';
import { t as common, errorText } from '../ui/messages.ts';
import { DealField } from './deal-field.tsx';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import { PatientFields } from './patient-fields.tsx';
import type { Choice } from './patients-model.ts';
import { ServicesPicker } from './services-picker.tsx';

/** Who comes and what for; of a visit that is moved only what for. */
export function PatientColumn({ model }: { model: Model }) {
  const isNew = model.visit === null;
  return (
    <section class="column column--who" tabIndex={-1} aria-label={t(isNew ? 'step.who' : 'step.what')}>
      {isNew ? <Patients model={model} /> : null}
      {isNew && model.context.dealId === null ? <DealField model={model} /> : null}
      <ServicesPicker model={model} />
      <TextArea
        label={t('comment')}
        value={model.comment.value}
        maxLength={1000}
        testId="comment"
        onInput={(text) => {
          model.comment.value = text;
        }}
      />
    </section>
  );
}

function Patients({ model }: { model: Model }) {
  const { patients } = model;
  const choice = patients.choice.value;
  const note = contactNote(model);
  return (
    <>
      <fieldset class="choices">
        <legend>{t('patient')}</legend>
        {note === null ? null : (
          <p class="am-small am-muted" role="status">
            {note}
          </p>
        )}
        {patients.loading.value && patients.known.value.length === 0 ? <Skeleton height={64} /> : null}
        {patients.known.value.map((patient) => (
          <KnownPatient key={patient.id} model={model} patient={patient} />
        ))}
        {model.context.dealId === null ? null : (
          <Option
            model={model}
            value={{ kind: 'new' }}
            testId="patient-new"
            title={t('patient.new')}
            lines={choice.kind === 'new' ? [] : [t('patient.newHint')]}
          />
        )}
        {choice.kind === 'new' ? <PatientFields model={model} form="new" /> : null}
        <Option
          model={model}
          value={{ kind: 'other' }}
          testId="patient-other"
          title={t(model.context.dealId === null ? 'patient.enter' : 'patient.other')}
          lines={choice.kind === 'other' ? [] : [t('patient.otherHint')]}
        />
        {isOther(model) ? <OtherPerson model={model} /> : null}
      </fieldset>
      {patients.error.value === null ? null : (
        <Banner
          tone="warning"
          action={
            <Button small onClick={() => void model.retry()}>
              {common('retry')}
            </Button>
          }
        >
          {errorText(patients.error.value)}
        </Banner>
      )}
    </>
  );
}

/** Why nobody, or nobody in particular, is offered. */
function contactNote({ context, patients }: Model): string | null {
  const contact = patients.contact.value;
  if (context.dealId === null || contact === undefined) return null;
  if (contact === null) return t('patient.noContact');
  if (contact.phone === null) return t('patient.noPhone');
  const { length } = patients.known.value;
  if (patients.choice.value.kind !== 'none' || length === 0) return null;
  return t(length === 1 ? 'patient.otherName' : 'patient.several');
}

/** Also while one of those found by phone is chosen: the list they stand in stays open. */
function isOther(model: Model): boolean {
  const choice = model.patients.choice.value;
  return (
    choice.kind === 'other' ||
    (choice.kind === 'known' &&
      (model.patients.found.value ?? []).some((patient) => patient.id === choice.id))
  );
}

function OtherPerson({ model }: { model: Model }) {
  const { patients } = model;
  const found = patients.found.value;
  const search = (): void => void patients.search(model.branch.value.id);
  return (
    <div class="choices__inner">
      <form
        class="find"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <TextField
          label={t('patient.search')}
          type="tel"
          inputMode="tel"
          value={patients.searchPhone.value}
          testId="patient-search"
          onInput={(text) => {
            patients.searchPhone.value = text;
          }}
        />
        <Button busy={patients.loading.value} testId="patient-find" onClick={search}>
          {t('patient.find')}
        </Button>
      </form>
      {found === null ? null : (
        <p class="am-small am-muted" role="status">
          {foundText(found.length, patients.alreadyShown.value)}
        </p>
      )}
      {found?.map((patient) => (
        <KnownPatient key={patient.id} model={model} patient={patient} />
      ))}
      {patients.choice.value.kind === 'other' ? <PatientFields model={model} form="other" /> : null}
    </div>
  );
}

function foundText(found: number, above: number): string {
  if (found > 0) return t('patient.found', { n: found });
  return t(above > 0 ? 'patient.above' : 'patient.notFound');
}

function KnownPatient({ model, patient }: { model: Model; patient: PatientReply }) {
  const birth =
    patient.birthDate === null ? '' : t('patient.born', { date: formatBirthDate(patient.birthDate) });
  const zone = model.branch.value.timeZone;
  return (
    <Option
      model={model}
      value={{ kind: 'known', id: patient.id }}
      testId={`patient-${patient.id}`}
      title={fullName(patient)}
      lines={[
        [birth, formatPhone(patient.phone)].filter((part) => part !== '').join(' · '),
        ...patient.nextVisits.map((visit) =>
          t('patient.nextVisit', { when: formatDateTime(visit.start, zone), doctor: visit.doctorName }),
        ),
      ]}
    />
  );
}

function Option(props: {
  model: Model;
  value: Choice;
  testId: string;
  title: string;
  lines: readonly string[];
}) {
  const { patients } = props.model;
  const checked = JSON.stringify(patients.choice.value) === JSON.stringify(props.value);
  return (
    <label class={checked ? 'choice choice--checked' : 'choice'}>
      <input
        type="radio"
        name="patient"
        data-testid={props.testId}
        checked={checked}
        onChange={() => patients.choose(props.value)}
      />
      <span>
        <span class="choice__title">{props.title}</span>
        {props.lines.map((line) => (
          <span key={line} class="choice__line">
            {line}
          </span>
        ))}
      </span>
    </label>
  );
}
