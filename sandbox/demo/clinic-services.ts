import type { SourceDescriptionInput } from '../archimed/clinic/description.ts';

type Service = NonNullable<SourceDescriptionInput['services']>[number];
type Group = NonNullable<SourceDescriptionInput['groups']>[number];

const visits = 1;
const ultrasound = 2;
const functional = 3;
const procedures = 4;
const laboratory = 5;

export const demoGroups: Group[] = [
  { id: visits, code: '10', name: 'Приёмы и консультации' },
  { id: ultrasound, code: '20', name: 'УЗИ' },
  { id: functional, code: '30', name: 'Функциональная диагностика' },
  { id: procedures, code: '40', name: 'Процедуры и манипуляции' },
  { id: laboratory, code: '50', name: 'Лабораторные исследования' },
  { id: 51, code: '51', name: 'Гематология', ownerId: laboratory },
  { id: 52, code: '52', name: 'Биохимия', ownerId: laboratory },
  { id: 53, code: '53', name: 'Гормоны', ownerId: laboratory },
  { id: 54, code: '54', name: 'Инфекции', ownerId: laboratory },
  { id: 55, code: '55', name: 'Аллергология', ownerId: laboratory },
];

/** [who, price of a first visit, minutes] */
const specialists: readonly (readonly [string, number, number])[] = [
  ['терапевта', 2200, 20],
  ['кардиолога', 2800, 30],
  ['невролога', 2700, 30],
  ['ЛОР-врача', 2400, 20],
  ['гинеколога', 2600, 30],
  ['офтальмолога', 2300, 20],
  ['дерматолога', 2400, 20],
  ['хирурга', 2500, 30],
  ['эндокринолога', 2700, 30],
  ['физиотерапевта', 1800, 30],
];

/** [code, name, price, minutes, group] */
const fixed: readonly (readonly [string, string, number, number, number])[] = [
  ['2001', 'УЗИ органов брюшной полости', 2600, 30, ultrasound],
  ['2002', 'УЗИ щитовидной железы', 1900, 20, ultrasound],
  ['2003', 'УЗИ почек и мочевого пузыря', 2100, 30, ultrasound],
  ['2004', 'УЗИ органов малого таза', 2400, 30, ultrasound],
  ['2005', 'УЗИ сосудов шеи', 2900, 30, ultrasound],
  ['2006', 'Эхокардиография', 3400, 30, ultrasound],
  ['2007', 'УЗИ молочных желёз', 2200, 20, ultrasound],
  ['2008', 'УЗИ вен нижних конечностей', 3100, 40, ultrasound],
  ['3001', 'ЭКГ с расшифровкой', 1200, 20, functional],
  ['3002', 'Суточное мониторирование ЭКГ', 4200, 20, functional],
  ['3003', 'Суточное мониторирование давления', 3600, 20, functional],
  ['3004', 'Электроэнцефалография', 3300, 40, functional],
  ['3005', 'Спирометрия', 1700, 20, functional],
  ['3006', 'Аудиометрия', 1900, 30, functional],
  ['3007', 'Компьютерная периметрия', 1500, 20, functional],
  ['4001', 'Внутримышечная инъекция', 450, 10, procedures],
  ['4002', 'Внутривенная инъекция', 600, 10, procedures],
  ['4003', 'Внутривенное капельное введение', 1600, 60, procedures],
  ['4004', 'Промывание лакун миндалин', 1400, 20, procedures],
  ['4005', 'Удаление серной пробки', 1300, 20, procedures],
  ['4006', 'Дерматоскопия одного образования', 900, 10, procedures],
  ['4007', 'Удаление папилломы', 1800, 20, procedures],
  ['4008', 'Перевязка', 950, 20, procedures],
  ['4009', 'Снятие швов', 1100, 20, procedures],
  ['4010', 'Кольпоскопия', 2300, 30, procedures],
  ['4011', 'Паравертебральная блокада', 2700, 30, procedures],
  ['4012', 'Магнитотерапия, сеанс', 800, 20, procedures],
  ['4013', 'Забор крови из вены', 350, 0, procedures],
];

const analytes: readonly (readonly [group: number, names: string])[] = [
  [
    51,
    'Общий анализ крови|Лейкоцитарная формула|СОЭ|Ретикулоциты|Группа крови и резус-фактор|Коагулограмма|МНО|Фибриноген|D-димер|АЧТВ|Тромбоциты|Общий анализ мочи',
  ],
  [
    52,
    'Глюкоза|Гликированный гемоглобин|Холестерин общий|Холестерин ЛПВП|Холестерин ЛПНП|Триглицериды|АЛТ|АСТ|Билирубин общий|Билирубин прямой|Креатинин|Мочевина|Мочевая кислота|Общий белок|Альбумин|Ферритин|Железо|Кальций|Калий|Натрий|Магний|С-реактивный белок|Амилаза|Липаза|Щелочная фосфатаза|ГГТ',
  ],
  [
    53,
    'ТТГ|Т4 свободный|Т3 свободный|Антитела к ТПО|Пролактин|ЛГ|ФСГ|Эстрадиол|Прогестерон|Тестостерон|Кортизол|Инсулин|Паратгормон|Витамин D|ХГЧ',
  ],
  [
    54,
    'Антитела к ВИЧ|HBsAg|Антитела к вирусу гепатита C|Сифилис, суммарные антитела|Хламидии, ДНК|Микоплазмы, ДНК|Уреаплазмы, ДНК|ВПЧ, типирование|Герпес 1 и 2 типа, ДНК|Цитомегаловирус, IgG|Токсоплазма, IgG|Краснуха, IgG|Хеликобактер, антиген',
  ],
  [
    55,
    'IgE общий|Панель пищевых аллергенов|Панель ингаляционных аллергенов|Пыльца берёзы|Пыльца тимофеевки|Шерсть кошки|Шерсть собаки|Клещ домашней пыли|Молоко|Яичный белок',
  ],
];

/** What a patient should know before, by the code of the service. */
const preparation: Readonly<Record<string, string>> = {
  2001: 'Натощак: последний приём пищи за 6 часов до исследования.',
  2003: 'За час до исследования выпейте 1 литр воды.',
  3001: 'За час до ЭКГ не курите и не пейте кофе.',
  3005: 'За 2 часа до исследования не ешьте, за 4 часа не курите.',
  4013: 'Натощак, не раньше чем через 8 часов после еды.',
};

const variants = ['', 'экспресс', 'контроль', 'на дому', 'комплекс', 'с заключением врача'];

/** Codes, prices and durations; laboratory tests fill up to `count`, as in a real clinic (3,646 rows seen live). */
export function demoServices(count: number): Service[] {
  const named = [
    ...specialists.map(([who, price, minutes], index) =>
      row(`${1011 + index}`, `Приём ${who}`, price, minutes, visits),
    ),
    ...specialists.map(([who, price, minutes], index) =>
      row(`${1111 + index}`, `Повторный приём ${who}`, price - 500, minutes, visits),
    ),
    ...specialists.map(([who, price, minutes], index) =>
      row(`${1211 + index}`, `Онлайн-консультация ${who}`, price - 700, minutes, visits),
    ),
    ...fixed.map(([code, name, price, minutes, group]) => row(code, name, price, minutes, group)),
  ];
  const laboratoryRows = laboratoryTests(Math.max(0, count - named.length));
  return [...named, ...laboratoryRows]
    .slice(0, count)
    .map((service, index) => ({ id: 101 + index, ...service, info: preparation[service.code] ?? '' }));
}

function laboratoryTests(count: number): Omit<Service, 'id'>[] {
  const tests = analytes.flatMap(([group, names]) => names.split('|').map((name) => ({ group, name })));
  return Array.from({ length: count }, (_, index) => {
    const { group, name } = tests[index % tests.length] ?? { group: laboratory, name: 'Исследование' };
    const round = Math.floor(index / tests.length);
    const variant = variants[round % variants.length] ?? '';
    const set = Math.floor(round / variants.length);
    const suffix = [variant, set > 0 ? `набор ${set + 1}` : ''].filter((part) => part !== '').join(', ');
    const price = 280 + ((index * 37) % 46) * 50;
    return row(`${50_001 + index}`, suffix === '' ? name : `${name} (${suffix})`, price, 0, group);
  });
}

function row(
  code: string,
  name: string,
  cost: number,
  duration: number,
  groupId: number,
): Omit<Service, 'id'> {
  return { code, name, cost, duration, groupId };
}
