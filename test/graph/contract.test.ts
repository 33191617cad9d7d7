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
import { PRINTED_SECTIONS, updateSection } from '../../src/graph/printed-section';
import { projectDirectory } from '../../src/project';

describe('the contract', () => {
  it.each(Object.entries(printContract()))('is checked in as %s', (name, printed) => {
    const checkedIn = readFileSync(path.join(projectDirectory, name), 'utf8');
    // Out of date? npm run schema:print
    expect(printed).toBe(checkedIn);
  });

  it.each(Object.entries(PRINTED_SECTIONS))('has its part of %s', (document, { section, content }) => {
    const text = readFileSync(path.join(projectDirectory, document), 'utf8');
    // Out of date? npm run schema:print
    expect(updateSection(text, section, content())).toBe(text);
    expect(text).toContain(content());
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
