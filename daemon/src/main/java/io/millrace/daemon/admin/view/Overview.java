package io.millrace.daemon.admin.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** All pipelines of a process, in the order of its configuration. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Overview(ProcessStatus process, List<PipelineStatus> pipelines) {
  public Overview {
    pipelines = List.copyOf(pipelines);
  }
}
