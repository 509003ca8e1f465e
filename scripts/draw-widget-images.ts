import { join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * Draws the archive's images in the sizes of amocrm-api.md §6.1 and writes them where they are committed. Run by hand
 * after a change of the drawing: `node scripts/draw-widget-images.ts`.
 */
const folder = join(import.meta.dirname, '../widget/amocrm/images');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A calendar sheet with a heartbeat: a visit with a date. */
const mark = `
  <rect x="8" y="14" width="84" height="78" rx="12" fill="#ffffff"/>
  <path d="M8 26a12 12 0 0 1 12-12h60a12 12 0 0 1 12 12v10H8z" fill="#bcd5ff"/>
  <path d="M30 6v16M70 6v16" stroke="#ffffff" stroke-width="8" stroke-linecap="round"/>
  <path d="M18 64h16l8-16 14 30 9-20 4 6h13" fill="none" stroke="#2f6fe0" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/>`;

const square = (size: number): string => `
  <div style="width:${size}px;height:${size}px;background:#2f6fe0;display:grid;place-items:center">
    <svg viewBox="0 0 100 100" width="${size * 0.66}" height="${size * 0.66}">${mark}</svg>
  </div>`;

const wide = (width: number, height: number, title: string, under: string): string => {
  const icon = Math.round(Math.min(height * 0.56, width * 0.28));
  const size = Math.round(Math.min(height * 0.24, width * 0.11));
  return `
  <div style="width:${width}px;height:${height}px;background:#2f6fe0;color:#fff;display:flex;align-items:center;justify-content:center;gap:${Math.round(width * 0.04)}px">
    <svg viewBox="0 0 100 100" width="${icon}" height="${icon}">${mark}</svg>
    <div><div style="font-size:${size}px;font-weight:700;line-height:1.15">${title}</div>
    ${under === '' ? '' : `<div style="font-size:${Math.round(size * 0.56)}px;opacity:.9;margin-top:4px">${under}</div>`}</div>
  </div>`;
};

const texts = {
  ru: {
    title: 'Запись пациентов из карточки сделки',
    line: 'Ближайший приём всегда на виду, свободное время видно сразу',
    next: 'Ближайшая запись',
    status: 'Подтверждён',
    when: 'завтра, 14:30',
    doctor: 'Соколова Мария Петровна',
    where: 'Кардиолог · На Лесной · каб. 205',
    book: 'Записать ещё раз',
    window: 'Новая запись',
    best: 'Ближайшее время',
    submit: 'Записать',
    sum: '1 услуга · 2 400 ₽',
    days: ['чт 27', 'пт 28', 'сб 29'],
  },
  en: {
    title: 'Book patients from the deal card',
    line: 'The next visit is always in view, free times are there at once',
    next: 'Next visit',
    status: 'Confirmed',
    when: 'tomorrow, 14:30',
    doctor: 'Sokolova Maria',
    where: 'Cardiologist · Lesnaya · room 205',
    book: 'Book another visit',
    window: 'New visit',
    best: 'Nearest times',
    submit: 'Book',
    sum: '1 service · 2 400 ₽',
    days: ['Thu 27', 'Fri 28', 'Sat 29'],
  },
} as const;

const chip = (time: string, chosen: boolean): string =>
  `<span style="padding:8px 16px;border-radius:6px;border:1px solid ${chosen ? '#2f6fe0' : '#c5c5c5'};background:${chosen ? '#2f6fe0' : '#fff'};color:${chosen ? '#fff' : '#363b44'}">${time}</span>`;

const tour = (t: (typeof texts)['ru' | 'en']): string => `
  <div style="width:1188px;height:616px;background:#e5eeff;color:#363b44;padding:48px 56px;font-size:19px">
    <div style="font-size:38px;font-weight:700">${t.title}</div>
    <div style="margin-top:8px;font-size:22px;color:#4d5563">${t.line}</div>
    <div style="display:flex;gap:36px;margin-top:36px;align-items:flex-start">
      <div style="width:372px;background:#fff;border-radius:10px;padding:24px;box-shadow:0 6px 24px rgb(30 60 120/.14)">
        <div style="border:1px solid #e3e3e3;border-left:4px solid #4c8bf7;border-radius:6px;padding:18px;display:grid;gap:8px">
          <div style="display:flex;justify-content:space-between;font-size:16px;color:#6b6d72"><span>${t.next}</span>
            <span style="background:#e5eeff;color:#1f4f9e;border-radius:12px;padding:1px 10px">${t.status}</span></div>
          <div style="font-size:28px;font-weight:700">${t.when}</div>
          <div style="font-weight:700">${t.doctor}</div>
          <div style="font-size:16px;color:#6b6d72">${t.where}</div>
        </div>
        <div style="margin-top:18px;background:#2f6fe0;color:#fff;text-align:center;border-radius:6px;padding:12px">${t.book}</div>
      </div>
      <div style="flex:1;background:#fff;border-radius:10px;padding:24px 28px;box-shadow:0 6px 24px rgb(30 60 120/.14)">
        <div style="font-weight:700;font-size:23px">${t.window}</div>
        <div style="margin-top:16px;color:#6b6d72;font-size:16px">${t.best}</div>
        <div style="display:flex;gap:10px;margin-top:10px">${t.days.map((day, index) => `<span style="padding:7px 18px;border-radius:6px;background:${index === 0 ? '#e5eeff' : '#f5f5f5'}">${day}</span>`).join('')}</div>
        <div style="display:flex;flex-wrap:wrap;gap:10px;margin-top:16px">${['09:00', '09:30', '11:00', '12:30', '14:30', '15:00', '16:30', '18:00', '18:30'].map((time) => chip(time, time === '14:30')).join('')}</div>
        <div style="display:flex;justify-content:space-between;align-items:center;margin-top:26px">
          <span>${t.sum}</span><span style="background:#2f6fe0;color:#fff;border-radius:6px;padding:12px 44px">${t.submit}</span></div>
      </div>
    </div>
  </div>`;

const images: readonly [string, number, number, string][] = [
  ['logo.png', 130, 100, wide(130, 100, 'Archi<br>Med+', '')],
  ['logo_small.png', 108, 108, square(108)],
  ['logo_medium.png', 240, 84, wide(240, 84, 'ArchiMed+', '')],
  ['logo_min.png', 84, 84, square(84)],
  ['logo_main.png', 400, 272, wide(400, 272, 'ArchiMed+', 'запись пациентов')],
  ['logo_dp.png', 174, 109, wide(174, 109, 'Archi<br>Med+', '')],
  ['tour_1_ru.png', 1188, 616, tour(texts.ru)],
  ['tour_1_en.png', 1188, 616, tour(texts.en)],
];

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
for (const [name, width, height, body] of images) {
  await page.setViewportSize({ width, height });
  await page.setContent(
    `<style>*{box-sizing:border-box}body{margin:0;font-family:"PT Sans","Segoe UI",Roboto,Arial,"Liberation Sans",sans-serif}</style>${body}`,
  );
  await page.screenshot({ path: join(folder, name) });
}
await browser.close();
