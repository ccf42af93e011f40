package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * New sizes of a pipeline; a null one stays as it is.
 *
 * @param producers from 1 to {@value #MAX}
 * @param consumers from 1 to {@value #MAX}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResizeRequest(@Nullable Integer producers, @Nullable Integer consumers) {
  /** More than this is a slip of the finger, not a wish. */
  public static final int MAX = 10_000;
}
