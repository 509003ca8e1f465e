/** Names a widget may use without declaring them: the language, the browser, AMD and amoCRM's own (amocrm-api.md §6.6). */
export const knownGlobals: ReadonlySet<string> = new Set(
  `undefined NaN Infinity Object Function Boolean Symbol Number BigInt String RegExp Date Math JSON Intl Reflect Proxy
  Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry Promise ArrayBuffer SharedArrayBuffer DataView Atomics
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array
  BigInt64Array BigUint64Array Error EvalError RangeError ReferenceError SyntaxError TypeError URIError AggregateError
  parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
  globalThis window self document navigator location history screen console performance crypto localStorage
  sessionStorage indexedDB caches setTimeout clearTimeout setInterval clearInterval setImmediate queueMicrotask
  requestAnimationFrame cancelAnimationFrame requestIdleCallback cancelIdleCallback structuredClone fetch Headers
  Request Response AbortController AbortSignal URL URLSearchParams FormData Blob File FileList FileReader
  XMLHttpRequest WebSocket EventSource BroadcastChannel MessageChannel MessagePort MessageEvent Worker Event EventTarget
  CustomEvent ErrorEvent UIEvent MouseEvent PointerEvent KeyboardEvent FocusEvent InputEvent WheelEvent TouchEvent
  DragEvent ClipboardEvent SubmitEvent StorageEvent CloseEvent ProgressEvent PopStateEvent AnimationEvent
  TransitionEvent Node NodeList NodeFilter Element Document DocumentFragment DocumentType ShadowRoot Text Comment Range
  Selection DOMParser DOMException DOMRect DOMPoint DOMMatrix DOMTokenList HTMLCollection HTMLElement HTMLAnchorElement
  HTMLButtonElement HTMLCanvasElement HTMLDivElement HTMLFormElement HTMLIFrameElement HTMLImageElement
  HTMLInputElement HTMLLabelElement HTMLLinkElement HTMLOptionElement HTMLSelectElement HTMLSpanElement
  HTMLStyleElement HTMLTableElement HTMLTemplateElement HTMLTextAreaElement HTMLDialogElement SVGElement SVGSVGElement
  MathMLElement CSS CSSStyleSheet StyleSheet MediaQueryList MutationObserver ResizeObserver IntersectionObserver
  PerformanceObserver TreeWalker XMLSerializer XPathResult customElements matchMedia getComputedStyle getSelection
  scrollTo scrollBy open close focus blur print postMessage addEventListener removeEventListener dispatchEvent
  innerWidth innerHeight outerWidth outerHeight scrollX scrollY pageXOffset pageYOffset devicePixelRatio parent top
  frames frameElement opener origin isSecureContext Notification Image Audio Option TextEncoder TextDecoder
  ReadableStream WritableStream TransformStream CompressionStream DecompressionStream atob btoa CryptoKey
  define require requirejs APP AMOCRM $ jQuery alert confirm prompt eval`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
