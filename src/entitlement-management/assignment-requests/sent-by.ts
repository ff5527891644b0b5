/** Who may send a type of request: administrators and applications, people for themselves, applications only, or nobody but the server. */
export type SentBy = 'administrator' | 'self' | 'application' | 'system';
