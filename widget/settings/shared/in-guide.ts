import { createContext } from 'preact';

/** Inside the guided first run: «Далее» saves the step, so that its section shows no button of its own for that. */
export const InGuide = createContext(false);
