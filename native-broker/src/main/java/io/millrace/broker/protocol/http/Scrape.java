package io.millrace.broker.protocol.http;

import java.util.concurrent.CompletableFuture;

/** The broker's meters, for whoever collects them. */
@FunctionalInterface
public interface Scrape {
  /** The content type of Prometheus' text format. */
  String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** All meters in Prometheus' text format. Never blocks; done on any thread. */
  CompletableFuture<String> scrape();
}
