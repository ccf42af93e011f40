package io.millrace.redis.push;

import io.millrace.redis.layout.PopEnd;
import java.time.Duration;

/**
 * How elements are pushed.
 *
 * @param batchMessages how many elements one command pushes at most
 * @param batchBytes upon which a command takes no more elements
 * @param window for how long an id is remembered; zero where ids do not matter
 * @param replicas how many replicas must have the elements before they count as safe; 0 for none
 * @param replicaTimeout how long to wait for those
 */
public record PushSettings(
    PopEnd popEnd,
    int batchMessages,
    int batchBytes,
    Duration window,
    int replicas,
    Duration replicaTimeout) {}
