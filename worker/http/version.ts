/** The same as in package.json, which the bundle does not carry. */
export const version = '0.1.0';
