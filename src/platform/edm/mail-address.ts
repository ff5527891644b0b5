import { isMailAddress } from '../text/mail-address.js';
import { check, read } from './member.js';
import { Text } from './members.js';

/** A mail address, with or without blanks around it. */
export const MailAddress = () =>
  Text(
    254,
    'optional',
    read((value) => (typeof value === 'string' ? value.trim() : value)),
    check(
      'mailAddress',
      (value) => typeof value !== 'string' || isMailAddress(value),
      "must be a mail address such as 'somebody@example.com': one '@', no blanks or control characters, 254 characters at most",
    ),
  );
