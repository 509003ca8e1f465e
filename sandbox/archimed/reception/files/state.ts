import type { DeskDay, DeskDoctor, DeskTalon } from '../day-view.ts';
import { firstDay } from './api.ts';

/** A visit that is being moved; `byPointer` while it hangs on the mouse. */
export type Carry = { talon: DeskTalon; doctorId: number; date: string; byPointer: boolean };
export type PatientOnCard = { id: number; name: string };

type State = {
  day: DeskDay | null;
  /** The day asked for; that of `day` once it is here. */
  date: string;
  by: 'doctor' | 'room';
  building: number;
  words: string;
  inactive: boolean;
  carry: Carry | null;
  /** The cell that the arrow keys start from, and whether the grid has the keyboard. */
  focusKey: string;
  gridFocused: boolean;
  /** To be brought into sight as soon as it is drawn. */
  reveal: string;
  /** Visits changed by this page: they do not flash. */
  own: Set<number>;
  flash: Set<number>;
};

export const state: State = {
  day: null,
  date: firstDay,
  by: 'doctor',
  building: 0,
  words: '',
  inactive: false,
  carry: null,
  focusKey: '',
  gridFocused: false,
  reveal: '',
  own: new Set(),
  flash: new Set(),
};

/** What app.ts can do for everybody: set there, so that no module needs to import it. */
export const page = {
  refresh: async (): Promise<void> => {},
  draw: (): void => {},
  goTo: (_date: string): void => {},
};

export function doctorOf(day: DeskDay, id: number): DeskDoctor | undefined {
  return day.doctors.find((doctor) => doctor.id === id);
}

export function findTalon(
  day: DeskDay,
  talonId: number,
): { doctor: DeskDoctor; talon: DeskTalon } | undefined {
  for (const doctor of day.doctors) {
    const talon = doctor.talons.find((one) => one.id === talonId);
    if (talon !== undefined) return { doctor, talon };
  }
  return undefined;
}
