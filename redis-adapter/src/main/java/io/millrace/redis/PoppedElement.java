package io.millrace.redis;

/**
 * What a message of simple mode came from. The producer's thread.
 *
 * @param element as it was popped
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PoppedElement(PoppingLane lane, byte[] element) {}
