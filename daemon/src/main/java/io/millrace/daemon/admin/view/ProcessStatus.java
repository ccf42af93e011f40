package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The process the pipelines run in.
 *
 * @param version of the product
 * @param java version of the virtual machine
 * @param startedAt when the process started, RFC 3339 in UTC
 * @param cpuSeconds processor time used since the start; -1 where the platform does not tell
 * @param heapMaxBytes -1 when there is no limit
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProcessStatus(
    String version,
    String java,
    String startedAt,
    double uptimeSeconds,
    double cpuSeconds,
    long heapUsedBytes,
    long heapMaxBytes) {}
