package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What became of messages.
 *
 * @param acked handled
 * @param rejected refused by the handler
 * @param deadLettered safe where dead letters go
 * @param returned given back to the source unhandled
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SettledCounts(long acked, long rejected, long deadLettered, long returned) {}
