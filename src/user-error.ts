/** A failure that the person at the terminal can mend: its message is all they need, a stack would only hide it. */
export class UserError extends Error {
  override name = 'UserError';
}
