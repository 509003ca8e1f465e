import { TextField } from '../ui/components/text-field.tsx';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import type { FormError, PatientForm } from './patient-form.ts';

/** The card of a patient whom ArchiMed+ does not know yet. */
export function PatientFields({ model, form }: { model: Model; form: 'new' | 'other' }) {
  const { patients } = model;
  const values = patients.forms[form].value;
  const field = (name: keyof PatientForm) => ({
    value: values[name],
    error: errorOf(patients.errors.value[name]),
    onInput: (text: string) => patients.type(form, name, text),
  });
  return (
    <div class="choices__inner">
      <TextField
        label={t('patient.last')}
        required
        maxLength={60}
        testId="patient-last"
        {...field('lastName')}
      />
      <div class="pair">
        <TextField
          label={t('patient.first')}
          required
          maxLength={60}
          testId="patient-first"
          {...field('firstName')}
        />
        <TextField
          label={t('patient.middle')}
          maxLength={60}
          testId="patient-middle"
          {...field('middleName')}
        />
      </div>
      <div class="pair">
        <TextField
          label={t('patient.birth')}
          placeholder={t('patient.birthHint')}
          inputMode="numeric"
          maxLength={12}
          testId="patient-birth"
          {...field('birthDate')}
        />
        <TextField
          label={t('patient.phone')}
          required
          type="tel"
          inputMode="tel"
          maxLength={40}
          testId="patient-phone"
          {...field('phone')}
        />
      </div>
    </div>
  );
}

function errorOf(error: FormError | undefined): string | null {
  switch (error) {
    case undefined:
      return null;
    case 'required':
      return t('patient.required');
    case 'birthDate':
      return t('patient.birthDate');
    case 'phone':
      return t('patient.badPhone');
  }
}
