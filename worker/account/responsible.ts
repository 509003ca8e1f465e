import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { Result } from '../shared/result.ts';
import type { Reason } from '../sync/model.ts';

/**
 * A user whom amoCRM no longer lets be responsible (deactivated or removed) costs nothing but himself: the default one
 * takes his place, else amoCRM chooses.
 */
export async function withResponsible<T>(
  wanted: number | null,
  fallback: number | null,
  remarks: Reason[],
  call: (responsibleId: number | null) => Promise<Result<T, AmocrmFailure>>,
): Promise<Result<T, AmocrmFailure>> {
  const others = [fallback, null].filter((id) => id !== wanted);
  let made = await call(wanted);
  for (const id of new Set(others)) {
    if (made.ok || !isAboutResponsible(made.error)) {
      return made;
    }
    made = await call(id);
    if (made.ok) {
      const instead = id === null ? 'amoCRM назначил его сам' : 'назначен ответственный по умолчанию';
      remarks.push({
        code: 'responsible.inactive',
        text: `Ответственный отключён в amoCRM: ${instead}. Проверьте настройки «Автоматизация»`,
      });
    }
  }
  return made;
}

function isAboutResponsible(failure: AmocrmFailure): boolean {
  return (
    failure.kind === 'invalid' && failure.problems.some(({ path }) => path.endsWith('responsible_user_id'))
  );
}
