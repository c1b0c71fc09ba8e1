/** Name of the workflow `training` in an account and region. */
export function trainingWorkflowName(prefix: string): string {
  return `${prefix}-training`;
}
