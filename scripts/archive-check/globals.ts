/**
 * What a script of a widget may take from outside itself: the language, the browser, amoCRM's `define` and `APP`
 * (amocrm-api.md §6.6). Any other name is a variable that nobody declared (§6.8).
 */
export const KNOWN_GLOBALS: ReadonlySet<string> = new Set(
  `define APP
  Array Boolean Date Error Function Infinity Intl JSON Map Math NaN Number Object Promise Proxy Reflect RegExp Set String
  Symbol TypeError RangeError URIError WeakMap WeakSet WeakRef BigInt globalThis undefined isNaN isFinite parseInt parseFloat
  decodeURIComponent encodeURIComponent decodeURI encodeURI structuredClone queueMicrotask
  window document navigator location history console performance crypto screen self
  setTimeout clearTimeout setInterval clearInterval requestAnimationFrame cancelAnimationFrame requestIdleCallback
  cancelIdleCallback getComputedStyle matchMedia
  fetch Headers Request Response AbortController AbortSignal URL URLSearchParams WebSocket Blob File FileReader FormData
  TextEncoder TextDecoder atob btoa
  CSS Element HTMLElement HTMLInputElement HTMLButtonElement HTMLIFrameElement HTMLAnchorElement HTMLDialogElement Node
  ShadowRoot Event CustomEvent KeyboardEvent MouseEvent PointerEvent MessageEvent FocusEvent EventTarget
  MutationObserver ResizeObserver IntersectionObserver DOMException`.split(/\s+/),
);
