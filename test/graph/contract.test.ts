import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import '../../src/modules';
import { buildGraph, printContract } from '../../src/graph/schema';
import { updateWhoSeesWhat, whoSeesWhat } from '../../src/graph/who-sees-what';
import { projectDirectory } from '../../src/project';

describe('the contract', () => {
  it.each(Object.entries(printContract()))('is checked in as %s', (name, printed) => {
    const checkedIn = readFileSync(path.join(projectDirectory, name), 'utf8');
    // Out of date? npm run schema:print
    expect(printed).toBe(checkedIn);
  });

  it('has its table of who sees what in the README', () => {
    const readme = readFileSync(path.join(projectDirectory, 'README.md'), 'utf8');
    expect(updateWhoSeesWhat(readme)).toBe(readme);
    expect(readme).toContain(whoSeesWhat());
  });

  it('describes every type, field, argument, input field and enum value', () => {
    const undescribed = Object.values(buildGraph().whole.getTypeMap())
      .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
      .flatMap(coordinates)
      .filter(({ description }) => !description || description.trim().length < 4)
      .map(({ coordinate }) => coordinate);
    expect(undescribed).toEqual([]);
  });
});

interface Described {
  coordinate: string;
  description: string | null | undefined;
}

function coordinates(type: GraphQLNamedType): Described[] {
  const of = (coordinate: string, { description }: { description?: string | null | undefined }): Described => ({
    coordinate,
    description,
  });
  const own = ['Query', 'Mutation'].includes(type.name) ? [] : [of(type.name, type)];
  if (isEnumType(type)) {
    return [...own, ...type.getValues().map((value) => of(`${type.name}.${value.name}`, value))];
  }
  if (isInputObjectType(type)) {
    return [...own, ...Object.values(type.getFields()).map((field) => of(`${type.name}.${field.name}`, field))];
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => [
      of(`${type.name}.${field.name}`, field),
      ...field.args.map((argument) => of(`${type.name}.${field.name}(${argument.name}:)`, argument)),
    ]);
    return [...own, ...fields];
  }
  return own;
}
