import { Combobox } from '../ui/components/combobox.tsx';
import { formatMoney } from '../ui/format.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';

export function ServicesPicker({ model }: { model: Model }) {
  const { services } = model;
  const branchId = model.branch.value.id;
  const chosen = services.chosen.value;
  const taken = new Set(chosen.map((service) => service.id));
  const hidden = services.total.value - services.found.value.length;
  const dropped = services.dropped.value;
  return (
    <div class="services">
      <Combobox
        label={t('services')}
        placeholder={t('services.placeholder')}
        query={services.query.value}
        loading={services.loading.value}
        hint={
          services.query.value === '' || hidden <= 0 || services.loading.value
            ? undefined
            : t('services.more', { n: hidden })
        }
        testId="service-input"
        optionTestId={(id) => `service-option-${id}`}
        options={services.found.value
          .filter((service) => !taken.has(service.id))
          .map((service) => ({
            id: String(service.id),
            label: service.name,
            note: [service.code, facts(service.durationMinutes, service.price)]
              .filter((part) => part !== '')
              .join(' · '),
          }))}
        onQuery={(text) => services.search(branchId, text)}
        onPick={(id) => services.add(branchId, Number(id))}
      />
      {dropped.length === 0 ? null : (
        <p class="am-small services__dropped" role="status">
          {t('services.dropped', { names: dropped.join(', ') })}
        </p>
      )}
      {chosen.length === 0 ? null : (
        <ul class="services__list">
          {chosen.map((service) => (
            <li key={service.id} class="services__item">
              <span class="services__name">{service.name}</span>
              <span class="am-small am-muted">{facts(service.durationMinutes, service.price)}</span>
              <button
                type="button"
                class="services__remove"
                aria-label={t('services.remove', { name: service.name })}
                onClick={() => services.remove(service.id)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {chosen.length < 2 ? null : (
        <p class="services__total" data-testid="services-total">
          {t('services.sum', { facts: facts(services.minutes.value, services.price.value) })}
        </p>
      )}
    </div>
  );
}

/** «30 мин · 2 400 ₽»; a length that the clinic has not set is not a length of zero. */
export function facts(minutes: number, price: number): string {
  return [minutes > 0 ? t('services.minutes', { n: minutes }) : '', formatMoney(price)]
    .filter((part) => part !== '')
    .join(' · ');
}
