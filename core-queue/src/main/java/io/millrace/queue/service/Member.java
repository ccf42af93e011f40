package io.millrace.queue.service;

/** A service and what the group calls it. */
record Member(String name, Service service) {}
