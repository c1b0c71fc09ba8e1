/** What an embedded Lambda is told at its start. */
export interface LambdaThreadData {
  readonly handlerFile: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

export interface LambdaCall {
  readonly id: number;
  readonly requestId: string;
  readonly event: string;
  /** When the function runs out of time, milliseconds since 1970. */
  readonly deadlineMs: number;
}

export interface LambdaAnswer {
  readonly id: number;
  readonly result?: string;
  readonly error?: {
    readonly errorType: string;
    readonly errorMessage: string;
    readonly trace: readonly string[];
  };
}

export function isLambdaAnswer(message: unknown): message is LambdaAnswer {
  return (
    typeof message === 'object' &&
    message !== null &&
    ('result' in message || 'error' in message) &&
    'id' in message
  );
}

export function isLambdaCall(message: unknown): message is LambdaCall {
  return typeof message === 'object' && message !== null && 'event' in message && 'requestId' in message;
}
