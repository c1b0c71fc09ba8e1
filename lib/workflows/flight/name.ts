/** Name of the workflow `flight` in an account and region. */
export function flightWorkflowName(prefix: string): string {
  return `${prefix}-flight`;
}
