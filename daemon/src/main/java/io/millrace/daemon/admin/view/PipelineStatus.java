package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * How one pipeline stands. Counters count from the start of the process, rates are of the last
 * seconds.
 *
 * @param state {@code new}, {@code running}, {@code draining} or {@code stopped}
 * @param paused whether an operator paused it
 * @param ready whether it does what it should; see {@code notReady}
 * @param notReady what is missing, in words; null when ready
 * @param producers producers that run
 * @param activeProducers producers that are neither paused nor at their end nor failing
 * @param consumers handlers that may run at once
 * @param maxConsumers how many that can become without a resize; more than {@code consumers} only
 *     in an adaptive pipeline
 * @param fetchedPerSecond messages taken from the source
 * @param settledPerSecond messages done with, whatever became of them
 * @param buffered messages ready for a handler
 * @param waiting messages that wait for a retry, or behind another of their key
 * @param inFlight messages with a handler
 * @param heldBytes bytes of all messages fetched and not settled
 * @param retries attempts that failed and were followed by another
 * @param lagMessages messages left in the backend; null where the source cannot tell
 * @param lagSeconds how old messages were on average when they were settled in the last seconds, by
 *     their own timestamp; null when none was or none has one
 * @param drainSecondsEstimate how long the backlog takes at the present rate; null when nothing is
 *     settled at present
 * @param oldestInFlightSeconds how long the longest handler call under way has taken; 0 when there
 *     is none
 * @param progress how far the source is; null where its size is not known
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PipelineStatus(
    String name,
    String source,
    String handler,
    String deadLetters,
    String state,
    boolean paused,
    boolean ready,
    @Nullable String notReady,
    int producers,
    int activeProducers,
    int consumers,
    int maxConsumers,
    long fetched,
    double fetchedPerSecond,
    double settledPerSecond,
    int buffered,
    int waiting,
    int inFlight,
    long heldBytes,
    SettledCounts settled,
    long retries,
    @Nullable Long lagMessages,
    @Nullable Double lagSeconds,
    @Nullable Double drainSecondsEstimate,
    double oldestInFlightSeconds,
    @Nullable SourceProgress progress) {}
