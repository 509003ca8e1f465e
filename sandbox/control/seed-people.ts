/** Invented people by number: the same number, the same person, in both doubles. */
const families = [
  'Алёшин',
  'Балашов',
  'Валуев',
  'Глебов',
  'Данилин',
  'Ершов',
  'Жилин',
  'Зорин',
  'Ивлев',
  'Кротов',
  'Лосев',
  'Мухин',
  'Неверов',
  'Орехов',
  'Пахомов',
  'Рябов',
  'Субботин',
  'Трошин',
  'Уваров',
  'Фирсов',
  'Хромов',
  'Цыганов',
  'Чижов',
  'Шаров',
  'Щукин',
  'Юдин',
  'Ясенев',
] as const;
const men = [
  'Пётр',
  'Иван',
  'Олег',
  'Лев',
  'Марк',
  'Егор',
  'Денис',
  'Илья',
  'Роман',
  'Борис',
  'Глеб',
] as const;
const women = [
  'Анна',
  'Вера',
  'Дина',
  'Инна',
  'Лина',
  'Майя',
  'Нина',
  'Раиса',
  'Софья',
  'Таисия',
  'Юлия',
] as const;
const fathers = [
  'Петров',
  'Иванов',
  'Олегов',
  'Львов',
  'Марков',
  'Денисов',
  'Романов',
  'Борисов',
  'Глебов',
] as const;

export function seedPerson(index: number) {
  const isWoman = index % 2 === 1;
  const family = families[index % families.length] ?? 'Алёшин';
  const father = fathers[Math.floor(index / 7) % fathers.length] ?? 'Петров';
  const first = (isWoman ? women : men)[Math.floor(index / 2) % men.length] ?? 'Анна';
  const day = String(1 + (index % 28)).padStart(2, '0');
  const month = String(1 + (Math.floor(index / 28) % 12)).padStart(2, '0');
  return {
    lastName: isWoman ? `${family}а` : family,
    firstName: first,
    middleName: `${father}${isWoman ? 'на' : 'ич'}`,
    birthDate: `${1940 + (index % 75)}-${month}-${day}`,
    phone: `+7906${String(1_000_000 + index)}`,
  };
}
