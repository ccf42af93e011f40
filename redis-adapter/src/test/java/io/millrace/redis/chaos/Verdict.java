package io.millrace.redis.chaos;

import io.millrace.testkit.check.ConservationReport;

/**
 * What a run came to.
 *
 * @param conservation lost jobs, and duplicates
 * @param exposed how many claims were a worker's when it was killed or cut off, which is what must
 *     be done again
 * @param mostExposed the most of these at once
 * @param unexplained how many duplicates were of jobs that nobody's claims explain
 * @param miscounted how many times a job began with another attempt than its number of recoveries
 *     gives
 */
record Verdict(
    ConservationReport conservation,
    long exposed,
    long mostExposed,
    long unexplained,
    long miscounted) {}
