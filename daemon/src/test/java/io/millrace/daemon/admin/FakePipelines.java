package io.millrace.daemon.admin;

import io.millrace.daemon.pipeline.PipelineRegistry;
import io.millrace.daemon.pipeline.PipelineView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pipelines that a test adds and takes away. */
public final class FakePipelines implements PipelineRegistry {
  private final List<PipelineView> views = new CopyOnWriteArrayList<>();

  public FakePipeline add(String name) {
    FakePipeline pipeline = new FakePipeline(name);
    views.add(pipeline);
    return pipeline;
  }

  public void add(PipelineView pipeline) {
    views.add(pipeline);
  }

  public void remove(String name) {
    views.removeIf(view -> view.name().equals(name));
  }

  @Override
  public List<PipelineView> list() {
    return List.copyOf(views);
  }

  @Override
  public Optional<PipelineView> find(String name) {
    return views.stream().filter(view -> view.name().equals(name)).findFirst();
  }
}
