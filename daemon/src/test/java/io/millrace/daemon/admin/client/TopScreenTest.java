package io.millrace.daemon.admin.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.admin.view.Overview;
import io.millrace.daemon.admin.view.PipelineStatus;
import io.millrace.daemon.admin.view.ProcessStatus;
import io.millrace.daemon.admin.view.SettledCounts;
import io.millrace.daemon.admin.view.SourceProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopScreenTest {
  private static final ProcessStatus PROCESS =
      new ProcessStatus("1.2.3", "17", "2026-11-21T03:00:00Z", 3725, 12, 34 << 20, 256 << 20);

  private final RateHistory history = new RateHistory(30);
  private final TopScreen screen = new TopScreen(false, history);

  @Test
  void showsEveryNumberOnAWideTerminal() {
    List<String> lines = draw(of(pipeline("notify", null)), 170, 40);
    assertThat(lines.get(3))
        .contains(
            "STATE",
            "IN/s",
            "OUT/s",
            "IN FLIGHT",
            "CONSUMERS",
            "BUFFERED",
            "WAITING",
            "LAG",
            "BEHIND",
            "DRAIN",
            "RETRIES",
            "DEAD",
            "OLDEST",
            "PROGRESS");
    assertThat(lines.get(4))
        .contains(
            "notify", "running", "12.3k", "12.1k", "16", "64", "1.00k", "17", "3.40M", "1m15s",
            "4m41s", "1.20k", "3", "1.5 s", "25%");
    assertThat(lines.get(5)).contains("file a.log → log");
    assertThat(lines.get(1)).contains("in 12.3k/s", "heap 34 MiB of 256 MiB", "up 1h02m");
  }

  @Test
  void fitsIntoEveryWindow() {
    List<PipelineStatus> many = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      many.add(
          pipeline(
              "a-pipeline-with-quite-a-long-name-" + i,
              i == 3 ? "no broker answers at k1:9092" : null));
    }
    Overview overview = new Overview(PROCESS, many);
    history.add(overview);
    for (int width = 1; width < 220; width++) {
      for (int height : new int[] {1, 2, 4, 5, 9, 20, 60}) {
        List<String> lines = draw(overview, width, height);
        assertThat(lines).as("%d x %d", width, height).hasSizeLessThanOrEqualTo(height);
        int most = width;
        assertThat(lines)
            .as("%d x %d", width, height)
            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(most));
      }
    }
  }

  @Test
  void keepsWhatMattersMostOnANarrowTerminal() {
    assertThat(draw(of(pipeline("notify", null)), 80, 24).get(3))
        .contains("STATE", "IN/s", "OUT/s", "IN FLIGHT", "LAG", "DEAD", "OLDEST")
        .doesNotContain("RETRIES", "DRAIN");
  }

  @Test
  void saysWhatIsMissingEvenWithoutRoomForDetails() {
    Overview overview =
        of(pipeline("one", null), pipeline("two", "no broker answers"), pipeline("three", null));
    assertThat(draw(overview, 100, 8))
        .anySatisfy(line -> assertThat(line).contains("! no broker answers"))
        .noneSatisfy(line -> assertThat(line).contains("→"));
  }

  @Test
  void saysHowManyLinesDidNotFit() {
    Overview overview = of(pipeline("one", null), pipeline("two", null), pipeline("three", null));
    List<String> lines = draw(overview, 100, 6);
    assertThat(lines.get(4)).startsWith("one");
    assertThat(lines.get(5)).contains("2 more lines");
  }

  @Test
  void keepsTheLastNumbersAndSaysWhyTheyAreOld() {
    List<String> lines =
        screen.draw(
            of(pipeline("notify", null)),
            "millrace",
            "12:00:00",
            Optional.of("nobody answers"),
            120,
            20);
    assertThat(lines.get(2)).isEqualTo("! nobody answers");
    assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("notify"));
  }

  @Test
  void saysNothingOfAProcessThatNeverAnswered() {
    ProcessStatus none = new ProcessStatus("", "", "", 0, -1, 0, -1);
    List<String> lines =
        screen.draw(
            new Overview(none, List.of()),
            "millrace",
            "12:00:00",
            Optional.of("nobody answers"),
            120,
            20);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).isEqualTo("! nobody answers");
  }

  @Test
  void paintsOnlyWhereColoursAreWanted() {
    Overview overview = of(pipeline("notify", "no broker"));
    assertThat(String.join("", draw(overview, 120, 20))).doesNotContain("\u001b");
    TopScreen coloured = new TopScreen(true, history);
    List<String> lines = coloured.draw(overview, "millrace", "", Optional.empty(), 120, 20);
    assertThat(String.join("\n", lines)).contains("\u001b[1;31mnot ready");
    assertThat(lines.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
  }

  @Test
  void drawsRatesRelativeToTheHighest() {
    for (double rate : new double[] {0, 100, 50, 12}) {
      history.add(new Overview(PROCESS, List.of(withRate(rate))));
    }
    assertThat(new RateHistory(4).picture("nosuch", 4)).isBlank();
    assertThat(history.picture("notify", 30)).endsWith(" █▄▁").hasSize(30);
  }

  private List<String> draw(Overview overview, int width, int height) {
    return screen.draw(
        overview,
        "millrace 1.2.3 at http://127.0.0.1:8080",
        "12:00:00",
        Optional.empty(),
        width,
        height);
  }

  private static Overview of(PipelineStatus... pipelines) {
    return new Overview(PROCESS, List.of(pipelines));
  }

  private static PipelineStatus withRate(double rate) {
    return new PipelineStatus(
        "notify",
        "",
        "",
        "",
        "running",
        false,
        true,
        null,
        1,
        1,
        1,
        1,
        0,
        rate,
        rate,
        0,
        0,
        0,
        0,
        new SettledCounts(0, 0, 0, 0),
        0,
        null,
        null,
        null,
        0,
        null);
  }

  private static PipelineStatus pipeline(String name, @Nullable String notReady) {
    return new PipelineStatus(
        name,
        "file a.log",
        "log",
        "kept",
        "running",
        false,
        notReady == null,
        notReady,
        2,
        2,
        64,
        64,
        5_000_000,
        12_345,
        12_100,
        1000,
        17,
        16,
        65_536,
        new SettledCounts(4_000_000, 0, 3, 0),
        1204,
        3_400_000L,
        74.6,
        281.0,
        1.5,
        new SourceProgress(25, 100, "bytes"));
  }
}
