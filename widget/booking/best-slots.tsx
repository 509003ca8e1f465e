import { formatDay, formatTime, nearDay, shortName } from '../ui/format.ts';
import { t as common, roomText } from '../ui/messages.ts';
import { t } from './messages.ts';
import type { Model } from './model.ts';
import type { Doctor } from './schedule-model.ts';
import { type Offer, sameOffer } from './slots.ts';

export function BestSlots({ model }: { model: Model }) {
  const best = model.schedule.best.value;
  if (best.length === 0 || model.schedule.weeks.value > 0) return null;
  return (
    <div>
      <h2 class="group-title">{t('best')}</h2>
      <div class="best">
        {best.map((offer, index) => (
          <OfferCard
            key={`${offer.doctorId}${offer.start}${offer.room}`}
            model={model}
            offer={offer}
            testId={`best-slot-${index}`}
            onPick={() => model.pick(offer)}
          />
        ))}
      </div>
    </div>
  );
}

/** A time with its day and doctor, understandable without the list around it. */
export function OfferCard(props: { model: Model; offer: Offer; testId: string; onPick: () => void }) {
  const { model, offer } = props;
  const zone = model.branch.value.timeZone;
  const near = nearDay(offer.start, Date.now(), zone);
  const doctor = model.schedule.doctorOf(offer.doctorId);
  const chosen = sameOffer(model.schedule.chosen.value, offer);
  return (
    <button
      type="button"
      class={chosen ? 'offer offer--chosen' : 'offer'}
      data-testid={props.testId}
      aria-pressed={chosen}
      title={placeOf(offer)}
      onClick={props.onPick}
    >
      <span class="offer__when">
        {near === null ? formatDay(offer.start, zone) : common(near)}, {formatTime(offer.start, zone)}
      </span>
      <span class="offer__who">{shortName(doctor?.name ?? '')}</span>
      <span class="offer__who">{specialityFor(model, doctor)}</span>
    </button>
  );
}

/** Of a doctor with several specialities the one that was asked for. */
function specialityFor(model: Model, doctor: Doctor | undefined): string {
  const target = model.schedule.target.value;
  const wanted =
    target.kind === 'speciality'
      ? doctor?.specialities.find((speciality) => speciality.id === target.id)
      : undefined;
  return (wanted ?? doctor?.specialities[0])?.name ?? '';
}

/** Room and building; a building that bears the branch's name is not named twice. */
export function placeOf(offer: Offer, branchTitle = ''): string {
  const building = offer.buildingName === branchTitle ? '' : offer.buildingName;
  return [branchTitle, building, roomText(offer.room)].filter((part) => part !== '').join(', ');
}
