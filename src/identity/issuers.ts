import { z } from 'zod';

/** An OIDC provider whose tokens are taken, and where its tokens say what the register needs. */
const issuer = z.strictObject({
  issuer: z.url('expected the address that the provider\'s tokens have as "iss"'),
  audience: z.string().min(1),
  algorithms: z
    .array(z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']))
    .min(1)
    .default(['RS256']),
  viewClaim: z.string().min(1).default('view'),
  organisationClaim: z.string().min(1).default('organisation'),
  rolesClaim: z.string().min(1).default('roles'),
});

export type IssuerConfig = z.infer<typeof issuer>;

/** OIDC_ISSUERS: a JSON list. */
export const issuerList = z.string().transform((text, context): IssuerConfig[] => {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  const result = z
    .array(issuer)
    .refine((list) => new Set(list.map((each) => each.issuer)).size === list.length, 'expected each issuer once')
    .safeParse(content);
  if (result.success) return result.data;
  const [problem] = result.error.issues;
  const place = problem!.path.length ? `${problem!.path.join('.')}: ` : '';
  const where = ` (${place}${problem!.message})`;
  context.addIssue({
    code: 'custom',
    message: `expected a JSON list such as [{"issuer":"https://…","audience":"…"}]${where}`,
  });
  return z.NEVER;
});
