package io.millrace.daemon.admin;

/**
 * Answers requests of one route. Called by several threads at once; may block as long as the
 * operation takes.
 */
@FunctionalInterface
interface Endpoint {
  Response answer(Request request) throws Exception;
}
