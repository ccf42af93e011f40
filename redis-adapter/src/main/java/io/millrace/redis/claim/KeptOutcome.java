package io.millrace.redis.claim;

import java.time.Duration;

/**
 * What came of a message, to be stored when its claim is finished.
 *
 * @param id of the message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptOutcome(String id, byte[] outcome, Duration keep) {}
