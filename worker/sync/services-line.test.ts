import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commentOf, serviceCodes, writeInfo } from './services-line.ts';

const visit = { code: '1012', name: 'Приём кардиолога' };
const ecg = { code: '2040', name: 'ЭКГ' };

test('the line reads as the fact sheet has it', () => {
  expect(writeInfo('', { services: [visit, ecg] })).toBe('Услуги: 1012 Приём кардиолога; 2040 ЭКГ');
});

test('what reception wrote stands before our line', () => {
  const info = writeInfo('Пациент просил позвонить', { services: [ecg] });
  expect(info).toBe('Пациент просил позвонить\nУслуги: 2040 ЭКГ');
  expect(commentOf(info)).toBe('Пациент просил позвонить');
  expect(serviceCodes(info)).toEqual(['2040']);
});

test('other services replace our line only', () => {
  const info = 'первая\nУслуги: 2040 ЭКГ\nприписано в клинике';
  expect(writeInfo(info, { services: [visit] })).toBe(
    'первая\nприписано в клинике\nУслуги: 1012 Приём кардиолога',
  );
});

test('another comment leaves the services alone', () => {
  const info = writeInfo('старый\nУслуги: 2040 ЭКГ', { comment: ' новый ' });
  expect(commentOf(info)).toBe('новый');
  expect(serviceCodes(info)).toEqual(['2040']);
});

test('no services: the line goes, the note stays', () => {
  const info = writeInfo('важно\nУслуги: 2040 ЭКГ', { services: [] });
  expect(info).toBe('важно');
  expect(serviceCodes(info)).toBeNull();
});

test('a note without our line tells nothing about services', () => {
  expect(serviceCodes('')).toBeNull();
  expect(serviceCodes('спросить про услуги: нужны ли')).toBeNull();
});

test('a like line of somebody else is not taken for ours while ours stands below it', () => {
  const info = writeInfo('Услуги: спросить на месте', {
    comment: 'Услуги: спросить на месте',
    services: [ecg],
  });
  expect(serviceCodes(info)).toEqual(['2040']);
  expect(commentOf(info)).toBe('Услуги: спросить на месте');
  expect(serviceCodes(writeInfo(info, { services: [visit] }))).toEqual(['1012']);
  expect(commentOf(writeInfo(info, { services: [visit] }))).toBe('Услуги: спросить на месте');
});

test('the same line twice: only ours is replaced', () => {
  const twice = 'Услуги: 2040 ЭКГ\nУслуги: 2040 ЭКГ';
  expect(commentOf(twice)).toBe('Услуги: 2040 ЭКГ');
});

test('line ends of Windows are read', () => {
  expect(serviceCodes('важно\r\nУслуги: 2040 ЭКГ\r\nещё')).toEqual(['2040']);
  expect(commentOf('важно\r\nУслуги: 2040 ЭКГ\r\nещё')).toBe('важно\nещё');
});

const code = fc.stringMatching(/^[A-Za-zА-Яа-я0-9.-]{1,12}$/);
const services = fc.array(fc.record({ code, name: fc.string() }), { minLength: 1, maxLength: 8 });
const note = fc
  .array(fc.string().filter((line) => !/[\r\n]/.test(line) && !line.startsWith('Услуги: ')))
  .map((lines) => lines.join('\n').trim());

test('round trip: codes in their order, the note unchanged', () => {
  fc.assert(
    fc.property(note, services, (comment, chosen) => {
      const info = writeInfo(comment, { services: chosen });
      expect(serviceCodes(info)).toEqual(chosen.map((service) => service.code));
      expect(commentOf(info)).toBe(comment);
    }),
  );
});

test('writing what stands there changes nothing', () => {
  fc.assert(
    fc.property(note, services, (comment, chosen) => {
      const info = writeInfo(comment, { services: chosen });
      expect(writeInfo(info, { services: chosen, comment })).toBe(info);
      expect(writeInfo(info, {})).toBe(info);
    }),
  );
});

test('taking the services away gives the note back', () => {
  fc.assert(
    fc.property(note, services, (comment, chosen) => {
      expect(writeInfo(writeInfo(comment, { services: chosen }), { services: [] })).toBe(comment);
    }),
  );
});
