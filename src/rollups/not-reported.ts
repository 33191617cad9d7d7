import type { GraphQLResolveInfo } from 'graphql';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import type { ListArguments } from '../graph/list';
import type { Organisation } from '../organisations/organisation';
import {
  type OrganisationFilter,
  type OrganisationOrderField,
  organisations,
} from '../organisations/organisation.lists';
import type { Progress } from './progress';
import { factsOf, lastReports } from './progress.reader';

type Arguments = ListArguments<OrganisationFilter, OrganisationOrderField>;
type Page = (context: Context, args: Arguments, info: GraphQLResolveInfo) => Promise<Connection<Organisation>>;

const lists = new Map<string, ReturnType<typeof organisations.under>>();

/** The organisations that have not reported on something that a roll-up counted. */
export function notReportedIn({ place: { scope, sight, key, grouping, group } }: Progress): Page {
  // One list for each kind of roll-up; what tells roll-ups of a kind apart is the key.
  const signature = JSON.stringify([scope, sight, grouping]);
  let list = lists.get(signature);
  if (!list) {
    const inGroup = grouping ? `and ${grouping.key} is not distinct from parent."group"` : '';
    list = organisations.under({
      where: `organisation.id in (
        select fact.organisation_id
        from (select split_part(parent.key, ' ', 1)::int4 as key,
          nullif(split_part(parent.key, ' ', 2), '') as "group") parent ${scope.members}
        join (${factsOf(scope, sight)}) fact on ${scope.on}
        ${grouping?.join ?? ''} ${grouping?.byReport ? lastReports(scope) : ''}
        where fact.delivery_status is null ${inGroup})`,
      keyType: 'text',
    });
    lists.set(signature, list);
  }
  const page = list;
  return (context, args, info) => page(`${key} ${group ?? ''}`, context, args, info);
}
