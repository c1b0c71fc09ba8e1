import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';

/** The groups of the user pool; the schema names them in `@aws_auth`. */
export const groups = [
  ['operator', 'Flies, uploads flights, starts runs.'],
  ['biologist', 'Judges tiles, marks what was found in the field.'],
  ['analyst', 'Reads and exports.'],
  ['admin', 'All of that, and puts models into production.'],
] as const;

/** People sign in with their e-mail address; an administrator invites them and puts them into a group. */
export function userPool(scope: Construct, { environment, prefix, retention }: Config): UserPool {
  const pool = new UserPool(scope, 'People', {
    userPoolName: `${prefix}-people`,
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    standardAttributes: {
      email: { required: true, mutable: true },
      fullname: { required: false, mutable: true },
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // In dev there is nothing to steal; a second factor only keeps people from trying things out.
    mfa: environment === 'prod' ? Mfa.REQUIRED : Mfa.OPTIONAL,
    mfaSecondFactor: { sms: false, otp: true },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    deletionProtection: retention.keepData,
    removalPolicy: retention.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const each of groups) group(scope, pool, each);
  return pool;
}

function group(
  scope: Construct,
  { userPoolId }: UserPool,
  [groupName, description]: (typeof groups)[number],
): CfnUserPoolGroup {
  return new CfnUserPoolGroup(scope, `Group-${groupName}`, { userPoolId, groupName, description });
}

/** How the console signs people in: in the browser, with a code that only the browser can redeem. */
export function consoleClient(scope: Construct, userPool: UserPool, consoleUrl: string): UserPoolClient {
  return new UserPoolClient(scope, 'Client', {
    userPool,
    generateSecret: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
      callbackUrls: [`${consoleUrl}/`],
      logoutUrls: [`${consoleUrl}/`],
    },
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
  });
}
