import { type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { allow, and, deny, rule, shield } from 'graphql-shield';
import { type Audience, isEveryones, type TypeRule } from './audience';
import type { Context } from './context';
import { typeRules } from './declare';
import { Forbidden } from './errors';
import type { Audiences } from './views';

type ShieldRule = ReturnType<ReturnType<typeof rule>>;

/** Rules are asked each time: shield's caches take one row's answer for another's, or cost more than the rule. */
const NO_CACHE = { cache: 'no_cache' } as const;

const isAudience = (audience: Audience): ShieldRule =>
  rule(NO_CACHE)((_row, _args, context: Context) => audience.includes(context.viewer.view));

const isRow = (typeName: string, { mayBeSeen }: TypeRule): ShieldRule =>
  rule(NO_CACHE)((row: object, _args, context: Context) => {
    if (!mayBeSeen(row as never, context.viewer)) return false;
    context.restrictedReads.note(typeName, row);
    return true;
  });

/**
 * The second guard, behind the filtered schema and before the row policies: every field that is not everyone's asks
 * whether the viewer is of its audience, and may see the row. What declares nothing is denied.
 */
export function applyShield(schema: GraphQLSchema, audiences: Audiences): GraphQLSchema {
  const types = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type));
  const isOpen = (typeName: string, fieldName: string): boolean =>
    !typeRules.has(typeName) &&
    [typeName, `${typeName}.${fieldName}`].every((each) => isEveryones(audiences.get(each)!));

  const tree = Object.fromEntries(
    types.map((type) => {
      const rowRule = typeRules.get(type.name);
      const typeAudience = audiences.get(type.name)!;
      const fields = Object.keys(type.getFields()).map((field) => {
        if (isOpen(type.name, field)) return [field, allow];
        const audience = audiences.get(`${type.name}.${field}`)!.filter((view) => typeAudience.includes(view));
        return [field, rowRule ? and(isAudience(audience), isRow(type.name, rowRule)) : isAudience(audience)];
      });
      return [type.name, { '*': deny, ...Object.fromEntries(fields) }];
    }),
  );
  const shielded = applyMiddleware(
    schema,
    shield(tree, { fallbackRule: deny, fallbackError: () => new Forbidden(), allowExternalErrors: true }),
  );
  // What is everyone's needs no question, and on a long list a question for each field costs more than the answer.
  for (const type of types) {
    const fields = (shielded.getType(type.name) as typeof type).getFields();
    for (const [name, field] of Object.entries(type.getFields())) {
      if (!isOpen(type.name, name)) continue;
      fields[name]!.resolve = field.resolve;
      fields[name]!.extensions = { ...field.extensions, isOpen: true };
    }
  }
  return shielded;
}
