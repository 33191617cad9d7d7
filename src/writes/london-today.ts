const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** The day it is in London, such as 2026-07-31: the register's day, wherever the server stands. */
export const londonToday = (): string => LONDON.format(new Date());
