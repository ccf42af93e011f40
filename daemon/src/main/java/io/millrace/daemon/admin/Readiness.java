package io.millrace.daemon.admin;

import io.millrace.daemon.admin.view.ProbeStatus;
import io.millrace.daemon.admin.view.ProbeStatus.Reason;
import io.millrace.daemon.pipeline.PipelineRegistry;
import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.QueueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the pipelines do what they should. A full buffer is no reason: it is how a busy pipeline
 * looks. Neither is a pause that an operator asked for, nor a source that has come to its end; one
 * that has failed is.
 */
final class Readiness {
  private final PipelineRegistry pipelines;

  Readiness(PipelineRegistry pipelines) {
    this.pipelines = pipelines;
  }

  ProbeStatus probe() {
    List<PipelineView> views = pipelines.list();
    List<Reason> reasons = new ArrayList<>();
    for (PipelineView view : views) {
      problem(view).ifPresent(problem -> reasons.add(new Reason(view.name(), problem)));
    }
    if (views.stream().allMatch(view -> view.queue().state().compareTo(QueueState.RUNNING) > 0)) {
      reasons.add(new Reason("", "no pipeline runs: the process is starting or about to end"));
    }
    return ProbeStatus.of(reasons);
  }

  /** What keeps the pipeline from doing what it should, in words. */
  static Optional<String> problem(PipelineView view) {
    return problem(view, view.queue().snapshot());
  }

  static Optional<String> problem(PipelineView view, QueueSnapshot snapshot) {
    Optional<String> failure = view.failure();
    if (failure.isPresent()) {
      return failure;
    }
    QueueState state = snapshot.state();
    if (state == QueueState.NEW) {
      return Optional.of("not started yet");
    }
    if (state != QueueState.RUNNING) {
      return Optional.empty();
    }
    Optional<String> missing = view.notReady();
    if (missing.isPresent()) {
      return missing;
    }
    if (snapshot.activeProducers() == 0 && !snapshot.isPaused()) {
      return Optional.of(
          "no producer is active: all have paused themselves or fail; the log says why");
    }
    return Optional.empty();
  }
}
