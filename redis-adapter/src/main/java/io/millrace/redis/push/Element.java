package io.millrace.redis.push;

import java.util.Optional;

/**
 * What is pushed.
 *
 * @param bytes as they are to stand in the list
 * @param id what it is known by for de-duplication
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Element(byte[] bytes, Optional<String> id) {}
