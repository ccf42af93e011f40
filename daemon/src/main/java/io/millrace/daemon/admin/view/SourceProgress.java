package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How far a source is.
 *
 * @param done read so far, in {@code unit}
 * @param total all there is, in {@code unit}
 * @param unit what is counted, in the plural
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SourceProgress(long done, long total, String unit) {}
