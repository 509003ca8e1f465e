/** Invented people who ring up; their numbers belong to nobody in the demo. */
const women = ['Ольга', 'Марина', 'Светлана', 'Татьяна', 'Людмила', 'Ирина'] as const;
const men = ['Сергей', 'Алексей', 'Дмитрий', 'Николай', 'Виктор', 'Юрий'] as const;
const families = [
  'Агапов',
  'Беспалов',
  'Воронцов',
  'Гусев',
  'Дорофеев',
  'Елисеев',
  'Журавлёв',
  'Зимин',
  'Исаев',
  'Калугин',
  'Лаптев',
  'Маслов',
  'Носков',
  'Одинцов',
  'Панфилов',
] as const;

export function caller(index: number) {
  const family = families[index % families.length] ?? 'Агапов';
  const isWoman = index % 2 === 0;
  const first = (isWoman ? women : men)[index % 6] ?? 'Ольга';
  return {
    lastName: isWoman ? `${family}а` : family,
    firstName: first,
    middleName: isWoman ? 'Сергеевна' : 'Сергеевич',
    phone: `+7905777${String(1000 + index * 37)}`,
  };
}
