import type { ru } from './ru.ts';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  book: 'Book',
  bookAgain: 'Book another visit',
  empty: 'This deal has no visits yet.',
  next: 'Next visit',
  last: 'Latest visit',
  others: 'Other visits',
  move: 'Move',
  cancel: 'Cancel',
  moveVisit: 'Move the visit of {when}',
  cancelVisit: 'Cancel the visit of {when}',
  noAccess: 'You have no access to booking. An administrator can give it in the widget settings.',
  noBranch: 'The clinic is not connected yet. An administrator has to add a branch in the widget settings.',
  notInstalled: 'The widget is not connected to the account yet. An administrator has to install it again.',
  unsaved: 'Save the deal to book a patient.',
  hidden: 'At this stage booking from the deal is switched off in the settings.',
  stale: 'Data of {time}. ArchiMed+ has not answered for a while, changes in the clinic may be missing.',
  offline: 'No connection to the server. Data of {time}.',
  failed: 'The visits could not be loaded.',
  retry: 'Try again',
  checking: 'checking…',
  notBooked: 'not booked',
  deleted: 'deleted',
  overlay: 'Book a patient',
  overlayLoading: 'Opening…',
  overlayFailed:
    "The page did not load: the widget's server does not answer. Close it and try again in a minute.",
  overlayClose: 'Close',
  settingsFrame: 'ArchiMed+ settings',
  settingsIntro:
    'The widget books patients in ArchiMed+ from the deal card and moves deals by the statuses of visits. To do so it sends data of deals and contacts to the server {host}.',
  settingsWhere:
    'Branches, statuses, fields and access are set up in "Settings → ArchiMed+: patient booking".',
  settingsOpen: 'Open settings',
  settingsConsent: 'I agree to the transfer of deal and contact data',
};
