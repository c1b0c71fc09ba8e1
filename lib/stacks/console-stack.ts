import { Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { UserPoolDomain } from 'aws-cdk-lib/aws-cognito';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { usualMapTiles } from '#core/console/content-security-policy.ts';
import type { Config } from '../config.ts';
import { output } from '../constructs/names.ts';
import { consoleHeaders } from '../constructs/console-headers.ts';
import { consoleClient } from '../constructs/people.ts';
import { privateBucket } from '../constructs/private-bucket.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';

export interface ConsoleStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly api: ApiStack;
}

/** The console: its files in a bucket that only CloudFront reads, and the API behind the same host name. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsoleStackProps) {
    super(scope, id, props);
    const { config, data, api } = props;
    const bucket = privateBucket(this, 'Files', { name: 'console', keep: false });
    const domain = new UserPoolDomain(this, 'SignIn', {
      userPool: api.people,
      cognitoDomain: { domainPrefix: `${config.prefix}-${this.account}` },
    });
    const objects = [data.buckets.uploads, data.buckets.work, data.buckets.review, data.buckets.results].map(
      (each) => `https://${each.bucketRegionalDomainName}`,
    );
    const headers = consoleHeaders(this, { mapTiles: [usualMapTiles], objects, signIn: [domain.baseUrl()] });
    const distribution = this.distribution(bucket, headers, api);
    const client = consoleClient(this, api.people, `https://${distribution.distributionDomainName}`);
    output(this, 'ConsoleUrl', `https://${distribution.distributionDomainName}`);
    output(this, 'ConsoleBucket', bucket.bucketName);
    output(this, 'SignInUrl', domain.baseUrl());
    output(this, 'ClientId', client.userPoolClientId);
  }

  private distribution(
    bucket: IBucket,
    responseHeadersPolicy: NonNullable<BehaviorOptions['responseHeadersPolicy']>,
    { api }: ApiStack,
  ): Distribution {
    // https://<id>.appsync-api.<region>.amazonaws.com/graphql
    const apiHost = Fn.select(2, Fn.split('/', api.graphqlUrl));
    const usual = { responseHeadersPolicy, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS };
    return new Distribution(this, 'Distribution', {
      comment: 'The console of Umbel',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        ...usual,
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: this.pages() }],
      },
      additionalBehaviors: {
        '/graphql': {
          ...usual,
          origin: new HttpOrigin(apiHost, { readTimeout: Duration.seconds(30) }),
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
    });
  }

  /** Links to a photo or a sighting are pages of the one file. */
  private pages(): EdgeFunction {
    const edge = new EdgeFunction(this, 'Pages', {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(
        "function handler(event) { const request = event.request; if (!/\\.[a-z0-9]+$/.test(request.uri) || request.uri.indexOf('/assets/') === -1 && !/^\\/[^/]+\\.[a-z0-9]+$/.test(request.uri)) request.uri = '/index.html'; return request; }",
      ),
    });
    edge.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return edge;
  }
}
