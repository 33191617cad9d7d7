import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { Context } from './context';
import { encodeId, findById, Node } from './node';

@Resolver(() => Node)
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything in the register by its `id`; null when there is nothing.',
  })
  node(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: 'An `id` that this API gave.' }) id: string,
  ): Promise<object | null> {
    return findById(context, id);
  }

  @FieldResolver(() => ID, {
    description:
      'Opaque id for `node(id)` and for client caches. Lasting: it does not change when the register is reloaded.',
  })
  id(@Ctx() context: Context, @Root() row: object, @Info() info: GraphQLResolveInfo): Promise<string> {
    return encodeId(context, info.parentType.name, row);
  }
}
