import { isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from 'graphql';
import { type Audience, isEveryones, VIEWS } from './audience';
import { typeRules } from './declare';
import { buildGraph } from './schema';

/** The table of what is not everyone's, from the declarations; README.md has it between two marks. */
export function whoSeesWhat(): string {
  const { whole, audiences } = buildGraph();
  const rows: string[] = [];
  const add = (name: string, audience: Audience, which: string): void => {
    const cells = VIEWS.map((view) => (audience.includes(view) ? 'yes' : 'no'));
    rows.push(`| \`${name}\` | ${cells.join(' | ')} | ${which} |`);
  };

  for (const type of Object.values(whole.getTypeMap()).filter((each) => !isIntrospectionType(each))) {
    const audience = audiences.get(type.name)!;
    const isPart = /(Connection|Edge|Payload)$/.test(type.name) || isInputObjectType(type);
    if (!isEveryones(audience) && isObjectType(type) && !isPart)
      add(type.name, audience, typeRules.get(type.name)?.says ?? '');
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.keys(type.getFields())) {
      const own = audiences.get(`${type.name}.${field}`)!.filter((view) => audience.includes(view));
      // A field with the audience of its type is told with the type.
      if (own.length < audience.length) add(`${type.name}.${field}`, own, '');
    }
  }
  return [
    '| what | public | council | government | Office | which of them |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.sort(),
    '| everything else | yes | yes | yes | yes | all that is published |',
  ].join('\n');
}
