import { declaredWorkflows, type Transition, type Workflow } from './workflow';

/** The declared workflows for people: docs/workflow.md has it between two marks. */
export function describeWorkflows(): string {
  return [...declaredWorkflows]
    .sort((a, b) => (a.typeName < b.typeName ? -1 : 1))
    .map(describe)
    .join('\n\n');
}

function describe({ typeName, initial, names, transitions }: Workflow): string {
  const steps = names.map((name) => ({ name, ...transitions[name]! }));
  const arrows = steps.flatMap(({ name, from, to }) => from.map((state) => `  ${state} --> ${to ?? state}: ${name}`));
  const left = new Set(steps.filter(({ to }) => to !== undefined).flatMap(({ from }) => from));
  const ends = [...new Set(steps.flatMap(({ to }) => to ?? []))].filter((state) => !left.has(state));
  return [
    `## ${typeName}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...initial.map((state) => `  [*] --> ${state}`),
    ...arrows,
    ...ends.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    '| step | from | to | who | what it does |',
    '| --- | --- | --- | --- | --- |',
    ...steps.map(
      (step) =>
        `| ${step.name} | ${step.from.join(', ')} | ${step.to ?? 'stays'} | ${describeActor(step)} | ${step.says} |`,
    ),
  ].join('\n');
}

function describeActor({ by, role, notBySubmitter }: Transition<string>): string {
  const who = by === 'OWNER' ? 'its organisation' : 'the Office';
  return `${who}, ${role.toLowerCase()}${notBySubmitter ? '; never who submitted it' : ''}`;
}
