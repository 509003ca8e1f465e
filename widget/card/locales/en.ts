import type { ru } from './ru.ts';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  book: 'Book',
  bookAgain: 'Book another visit',
  empty: 'This deal has no visits yet.',
  next: 'Next',
  last: 'Latest',
  others: 'Other visits',
  move: 'Move',
  cancel: 'Cancel',
  open: 'Details',
  moveVisit: 'Move the visit of {when}',
  cancelVisit: 'Cancel the visit of {when}',
  openVisit: 'Details of the visit of {when}',
  noAccess: 'You have no access to booking. An administrator can give it in the widget settings.',
  noBranch: 'The clinic is not connected yet. An administrator has to add a branch in the widget settings.',
  notInstalled: 'The widget is not connected to the account yet. An administrator has to install it again.',
  unsaved: 'Save the deal to book a patient.',
  hidden: 'At this stage booking from the deal is switched off in the settings.',
  offline: 'No connection to the server. Data of {time}.',
  retry: 'Try again',
  checking: 'checking…',
  notBooked: 'not booked',
  deleted: 'deleted',
  panel: 'Booking in ArchiMed+',
  noContact: 'The deal has no contact: you will enter the patient while booking.',
  noName: 'No name',
  noPhone: 'no phone number',
  actions: 'Actions for the visit on {when}',
  'trouble.down':
    'ArchiMed+ does not answer: visits of the branch {titles} may be out of date.|ArchiMed+ does not answer: visits of the branches {titles} may be out of date.',
  'trouble.asOf': 'As of {time}.',
  'trouble.key':
    'ArchiMed+ refuses the key of the branch {titles}. Tell your administrator.|ArchiMed+ refuses the keys of the branches {titles}. Tell your administrator.',
  'trouble.list':
    'ArchiMed+ sent an incomplete list of the branch {titles}: it is being checked, cancellations are not in yet.|ArchiMed+ sent an incomplete list of the branches {titles}: it is being checked, cancellations are not in yet.',
  'trouble.stopped':
    'The branch {titles} is stopped: deals wait for an administrator’s decision.|The branches {titles} are stopped: deals wait for an administrator’s decision.',
  'trouble.amocrm': 'amoCRM takes no changes: deals will be updated later. Tell your administrator.',
  'ended.booked': 'Checked: the visit on {when} is booked, {doctor}.',
  'ended.taken': 'Checked: there is no visit on {when}, the time was taken. Book another one.',
  'ended.refused': 'Checked: there is no visit on {when}. ArchiMed+ says: “{message}”',
  'ended.failed': 'Checked: there is no visit on {when}, ArchiMed+ did not take it. Book it again.',
  journal: 'Visit journal',
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
  settingsConsentNeeded: 'Tick the consent: without it the widget is not installed.',
};
