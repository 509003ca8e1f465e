import type { SourceDescriptionInput } from '../archimed/clinic/description.ts';
import { demoClinic } from './clinic.ts';
import { secondClinic } from './second-clinic.ts';

/** Both sources of the demo; «Заря» first, the product is connected to it. */
export function demoClinics(today: string): SourceDescriptionInput[] {
  return [demoClinic(today), secondClinic(today)];
}
