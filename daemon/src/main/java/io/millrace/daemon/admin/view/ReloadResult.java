package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a reload did.
 *
 * @param changes one line for each pipeline that changed, and for each key of the process that
 *     takes effect only at the next start
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReloadResult(List<String> changes) {
  public ReloadResult {
    changes = List.copyOf(changes);
  }
}
