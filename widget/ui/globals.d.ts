/** PUBLIC_URL of the Worker, written into the archive by the build (contract: Running). */
declare const __PUBLIC_URL__: string;
/** Version of package.json, written by the build. */
declare const __VERSION__: string;
