package io.millrace.daemon.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.daemon.pipeline.PipelineRegistry;
import io.millrace.daemon.pipeline.Reloader;

/**
 * What the endpoints show and steer.
 *
 * @param version of the product, as {@code millrace version} prints it
 */
public record AdminParts(
    PipelineRegistry pipelines,
    Reloader reloader,
    PrometheusMeterRegistry meters,
    String version) {}
