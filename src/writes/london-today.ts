const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** The day in London of a moment, such as 2026-07-31. */
export const londonDay = (moment: Date): string => LONDON.format(moment);

/** The day it is in London: the register's day, wherever the server stands. */
export const londonToday = (): string => londonDay(new Date());
