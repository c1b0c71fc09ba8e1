/** What queues of work, those who fill them and those who empty them agree on. */

/** How often a message is taken before its queue sets it aside. */
export const receivesMax = 5;

/**
 * Error of a task whose message was taken for the last time: whoever took it before ended without a word. It is reported
 * in place of another try, for then the workflow sends the task anew at once; a message that is set aside is missed only
 * when its heartbeat is.
 */
export const wornOutError = 'task.worn-out';
