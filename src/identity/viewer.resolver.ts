import { Ctx, Resolver } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Query } from '../graph/declare';
import { Viewer } from './viewer';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, {
    audience: EVERYONE,
    published: false,
    description: 'Who is calling, as the register understands it.',
  })
  viewer(@Ctx() context: Context): Viewer {
    return context.viewer;
  }
}
