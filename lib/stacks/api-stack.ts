import { Stack, type StackProps } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Definition,
  GraphqlApi,
  IntrospectionConfig,
  UserPoolDefaultAction,
} from 'aws-cdk-lib/aws-appsync';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import path from 'node:path';
import { mostCalls, mostLevels } from '#core/console/api-limits.ts';
import type { Config } from '../config.ts';
import { output } from '../constructs/names.ts';
import { logApi } from '../constructs/api-log.ts';
import { connectFields } from '../constructs/graphql-resolver.ts';
import { userPool } from '../constructs/people.ts';
import { apiFunction } from '../functions/api.ts';
import type { DataStack } from './data-stack.ts';
import type { PipelineStack } from './pipeline-stack.ts';

export interface ApiStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly pipeline: PipelineStack;
  /** Root of the repository. */
  readonly sourceRoot: string;
}

/** The API: AppSync over one function, and the people who may use it. */
export class ApiStack extends Stack {
  readonly api: GraphqlApi;
  readonly people: UserPool;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { config, data, pipeline, sourceRoot } = props;
    const schemaFile = path.join(sourceRoot, 'lambdas/api/schema.graphql');
    this.people = userPool(this, config);
    this.api = new GraphqlApi(this, 'Graphql', {
      name: `${config.prefix}-api`,
      definition: Definition.fromFile(schemaFile),
      authorizationConfig: {
        defaultAuthorization: {
          authorizationType: AuthorizationType.USER_POOL,
          // Signed in is not enough: the resolver refuses people without a group.
          userPoolConfig: { userPool: this.people, defaultAction: UserPoolDefaultAction.ALLOW },
        },
      },
      introspectionConfig: IntrospectionConfig.DISABLED,
      queryDepthLimit: mostLevels,
      resolverCountLimit: mostCalls,
      xrayEnabled: true,
    });
    logApi(this, this.api, config.retention.logs);
    const lambda = apiFunction(this, {
      config,
      sourceRoot,
      buckets: data.buckets,
      tables: data.tables,
      workflow: pipeline.workflow,
    });
    connectFields(this.api, this.api.addLambdaDataSource('Api', lambda), schemaFile);
    output(this, 'GraphqlUrl', this.api.graphqlUrl);
    output(this, 'UserPoolId', this.people.userPoolId);
  }
}
