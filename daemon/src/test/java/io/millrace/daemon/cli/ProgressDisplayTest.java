package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.admin.FakePipeline;
import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.daemon.spi.Source.Progress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  @Test
  void addsUpPipelinesThatCountTheSame() {
    assertThat(ProgressDisplay.sum(List.of(at(1, 4, "bytes"), at(5, 6, "bytes"))))
        .contains(new Progress(6, 10, "bytes"));
  }

  @Test
  void showsTheShareThatIsDoneOfPipelinesThatCountDifferentThings() {
    assertThat(ProgressDisplay.sum(List.of(at(1, 4, "bytes"), at(3, 4, "messages"))))
        .contains(new Progress(50, 100, "%"));
    assertThat(ProgressDisplay.sum(List.of(at(0, 0, "bytes"), at(0, 7, "messages"))))
        .as("nothing to read is all done")
        .contains(new Progress(50, 100, "%"));
  }

  @Test
  void showsNothingWhereOneDoesNotKnowHowMuchThereIs() {
    assertThat(ProgressDisplay.sum(List.of(at(1, 4, "bytes"), new FakePipeline("endless"))))
        .isEmpty();
    assertThat(ProgressDisplay.sum(List.of())).isEmpty();
  }

  private static PipelineView at(long done, long total, String unit) {
    FakePipeline pipeline = new FakePipeline("a");
    pipeline.progress = Optional.of(new Progress(done, total, unit));
    return pipeline;
  }
}
