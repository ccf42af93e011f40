package io.millrace.queue.redrive;

import java.util.Optional;

/**
 * What a redrive did: {@code lookedAt = redriven + kept}.
 *
 * @param lookedAt dead letters read from the source
 * @param redriven those that the target has safe, and the source is rid of; in a dry run, those
 *     that would have been sent
 * @param kept those that are the source's again: not selected, or not taken by the target
 * @param isDryRun whether nothing was sent
 * @param failure what ended the redrive early
 */
public record RedriveReport(
    long lookedAt, long redriven, long kept, boolean isDryRun, Optional<Exception> failure) {}
