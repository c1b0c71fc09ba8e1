import { IgnoreMode } from 'aws-cdk-lib';
import { type DockerImageAssetProps, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ignoreListOf } from './ignore-list.ts';

/** Which image of `containers/`. */
export interface ContainerImageChoice {
  /** Folder under `containers/`. */
  readonly name: 'inference' | 'training';
  /** The image for CUDA, on x86; otherwise the plain one, on arm64. */
  readonly gpu: boolean;
}

/** Dockerfile of an image, from the root of the repository. */
export function dockerfileOf({ name, gpu }: ContainerImageChoice): string {
  return `containers/${name}/Dockerfile${gpu ? '.gpu' : ''}`;
}

/** How an image is built, at deployment: synth only hashes its sources. */
export function imageAsset(
  sourceRoot: string,
  choice: ContainerImageChoice,
): DockerImageAssetProps & { readonly file: string } {
  const file = dockerfileOf(choice);
  return {
    directory: sourceRoot,
    file,
    platform: choice.gpu ? Platform.LINUX_AMD64 : Platform.LINUX_ARM64,
    exclude: ignoreListOf(sourceRoot, file),
    ignoreMode: IgnoreMode.DOCKER,
  };
}
