import { App, type AppProps } from 'aws-cdk-lib';
import { temporaryFolder } from '../platform/temporary-folder.ts';

/** An app for a stack or two; what it writes goes with the tests of the file. */
export function testApp(props: Omit<AppProps, 'outdir'> = {}): App {
  return new App({ ...props, outdir: temporaryFolder() });
}
