package io.millrace.daemon.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How to get from the pipelines that run to those that a new configuration asks for. */
final class ReloadPlan {

  /**
   * One pipeline of the new configuration.
   *
   * @param staying the one that goes on in its place; empty when a new one is started
   */
  record Step(PipelinePlan plan, Optional<PipelineRun> staying) {}

  private final List<Step> steps = new ArrayList<>();
  private final List<PipelineRun> leaving;
  private final List<String> changes = new ArrayList<>();

  private ReloadPlan(List<PipelineRun> runs) {
    leaving = new ArrayList<>(runs);
  }

  static ReloadPlan of(List<PipelineRun> runs, List<PipelinePlan> plans) {
    ReloadPlan reload = new ReloadPlan(runs);
    for (PipelinePlan plan : plans) {
      reload.add(
          plan, runs.stream().filter(run -> run.name().equals(plan.config().name())).findFirst());
    }
    for (PipelineRun run : reload.leaving) {
      if (plans.stream().noneMatch(plan -> plan.config().name().equals(run.name()))) {
        reload.changes.add(run.name() + ": removed");
      }
    }
    return reload;
  }

  private void add(PipelinePlan plan, Optional<PipelineRun> old) {
    Optional<PipelineRun> staying = old.filter(run -> run.isAs(plan) || run.canFollow(plan));
    staying.ifPresent(leaving::remove);
    steps.add(new Step(plan, staying));
    String name = plan.config().name();
    if (old.isEmpty()) {
      changes.add(name + ": added");
    } else if (staying.isEmpty()) {
      changes.add(name + ": changed, drained and started again");
    } else if (!staying.get().isAs(plan)) {
      changes.add(name + ": resized to " + PipelineRun.sizes(plan.config()));
    }
  }

  /**
   * Takes over the new sizes where a pipeline goes on, and lets go of the plans that nobody needs.
   */
  void followSizes() {
    for (Step step : steps) {
      step.staying()
          .ifPresent(
              run -> {
                if (!run.isAs(step.plan())) {
                  run.follow(step.plan());
                }
                step.plan().close();
              });
    }
  }

  /** The pipelines of the new configuration, in its order. */
  List<Step> steps() {
    return steps;
  }

  /** The pipelines to be drained. */
  List<PipelineRun> leaving() {
    return List.copyOf(leaving);
  }

  /** One line for each pipeline that does not go on as it was. */
  List<String> changes() {
    return List.copyOf(changes);
  }
}
