import { Float } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EVERYONE } from '../graph/audience';
import { connectionType } from '../graph/connection';
import { Field, ObjectType } from '../graph/declare';
import { List } from '../graph/list';
import { OrderDirection } from '../graph/order';
import { manyByObservation } from './indicator.reader';
import { Measurement, ObservationMarker } from './observation';

/** A version of an observation beside the one before it; a view of the two tables that have them. */
@Entity('figure_change')
@ObjectType({
  audience: EVERYONE,
  description:
    'What a publication did to a figure. `value` and the fields beside it are what the figure said then; now it may say something else again.',
})
export class FigureChange extends Measurement {
  @PrimaryColumn('int4')
  indicatorId!: number;

  @PrimaryColumn('int4')
  areaId!: number;

  @PrimaryColumn('date')
  periodStart!: string;

  @PrimaryColumn('date')
  periodEnd!: string;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether it revised a figure that was published before; false for a new one.',
  })
  isRevision!: boolean;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'The value it replaced; null where there was none, and for a new figure.',
  })
  formerValue!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'The lower limit it replaced; null where there was none, and for a new figure.',
  })
  formerLower!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'The upper limit it replaced; null where there was none, and for a new figure.',
  })
  formerUpper!: number | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'The remark it replaced; null where there was none, and for a new figure.',
  })
  formerNote!: string | null;

  @Column('int4', { nullable: true })
  returnedById!: number | null;

  @Column('text', { nullable: true })
  @Field(() => ObservationMarker, {
    nullable: true,
    audience: EVERYONE,
    description: 'The marker it replaced; null where there was none, and for a new figure.',
  })
  formerMarker!: ObservationMarker | null;
}

enum FigureChangeOrderField {
  INDICATOR = 'INDICATOR',
}

const figureChanges = new List<FigureChange, Record<string, never>, FigureChangeOrderField>({
  entity: FigureChange,
  orders: {
    INDICATOR: [
      { sql: 'figure_change.indicator_id', type: 'int4' },
      { sql: 'figure_change.area_id', type: 'int4' },
      { sql: 'figure_change.period_end', type: 'date' },
      { sql: 'figure_change.period_start', type: 'date' },
    ],
  },
  defaultOrder: { field: FigureChangeOrderField.INDICATOR, direction: OrderDirection.ASC },
});

export const figureChangesOfPublication = figureChanges.under({
  where: 'figure_change.revision = parent.key',
  keyType: 'int4',
});

export const FigureChangeConnection = connectionType(() => FigureChange, 'FigureChange', 'changes of figures');

/** Every version of observations, the first one first. */
export const changesOfObservation = manyByObservation(FigureChange, 'figure_change.revision');
