import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, ID, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from './audience';
import { Arg, FieldResolver, Query } from './declare';
import type { Context } from './context';
import { encodeId, findById, Node } from './node';

@Resolver(() => Node)
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    audience: EVERYONE,
    description: 'Anything in the register by its `id`; null when there is nothing.',
  })
  node(
    @Ctx() context: Context,
    @Arg('id', () => ID, { audience: EVERYONE, description: 'An `id` that this API gave.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return findById(context, id, info.schema);
  }

  @FieldResolver(() => ID, {
    audience: EVERYONE,
    description:
      'Opaque id for `node(id)` and for client caches. Lasting: it does not change when the register is reloaded.',
  })
  id(@Ctx() context: Context, @Root() row: object, @Info() info: GraphQLResolveInfo): Promise<string> {
    return encodeId(context, info.parentType.name, row);
  }
}
