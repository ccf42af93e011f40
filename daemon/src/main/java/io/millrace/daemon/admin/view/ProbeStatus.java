package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a probe answers.
 *
 * @param status {@code ok}, or {@code failed} when there are reasons
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProbeStatus(String status, List<Reason> reasons) {
  public ProbeStatus {
    reasons = List.copyOf(reasons);
  }

  public static ProbeStatus of(List<Reason> reasons) {
    return new ProbeStatus(reasons.isEmpty() ? "ok" : "failed", reasons);
  }

  /**
   * One thing that is wrong.
   *
   * @param pipeline its name, or empty when the whole process is concerned
   * @param reason in words
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Reason(String pipeline, String reason) {}
}
