package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The body of every answer that refuses a request.
 *
 * @param error what is wrong
 * @param remedy what the caller can do about it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Problem(String error, String remedy) {}
