package io.millrace.queue.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Redrives of a place in memory. */
class WalkedLettersTest {
  private final List<String> there =
      new ArrayList<>(IntStream.range(0, 1_200).mapToObj(i -> "m" + i).toList());

  /** What happened, in its order. */
  private final List<String> story = new ArrayList<>();

  private final DeadLetterStore letters = new WalkedLetters(new Place());

  @Test
  void hasLettersSafeInTheirTargetBeforeTheyAreGone() throws Exception {
    RedriveReport report = letters.redrive(Selection.all());
    assertThat(report.redriven()).isEqualTo(1_200);
    assertThat(there).isEmpty();
    assertThat(story)
        .containsExactly(
            "push 500", "forget 500", "push 500", "forget 500", "push 200", "forget 200", "closed");
  }

  @Test
  void leavesWhatTheTargetDoesNotTakeAndWhatHasNoWayBack() throws Exception {
    there.addAll(List.of("stay", "refuse", "go"));
    RedriveReport report =
        letters.redrive(Selection.where(letter -> !payload(letter).startsWith("m")));
    assertThat(report.lookedAt()).isEqualTo(1_203);
    assertThat(report.redriven()).isEqualTo(1);
    assertThat(report.failure().orElseThrow())
        .isInstanceOf(LettersStayException.class)
        .hasMessage(
            "place: 1 had to stay: nobody wants it; 1 had to stay: the target did not take them");
    assertThat(there).hasSize(1_202).contains("stay", "refuse").doesNotContain("go");
  }

  @Test
  void sendsNothingThatWouldBeThereStill() throws Exception {
    there.addAll(600, List.of("keep", "keep"));
    RedriveReport report = letters.redrive(Selection.all());
    assertThat(report.lookedAt()).isEqualTo(1_202);
    assertThat(report.redriven()).isEqualTo(1_200);
    assertThat(report.failure().orElseThrow()).hasMessage("place: keeps 2 for ever");
    assertThat(there).containsExactly("keep", "keep");
    assertThat(story)
        .containsExactly(
            "push 500", "forget 500", "push 498", "forget 498", "push 202", "forget 202", "closed");
  }

  @Test
  void goesOnWhereAWholeBatchHasToStay() throws Exception {
    there.addAll(0, Collections.nCopies(500, "keep"));
    assertThat(letters.drop(Selection.all()).redriven()).isEqualTo(1_200);
  }

  @Test
  void findsALetterByItsId() throws Exception {
    assertThat(letters.find("m7")).map(WalkedLettersTest::payload).contains("m7");
    assertThat(letters.find("n7")).isEmpty();
  }

  @Test
  void endsTheWalkAlsoWhenItFails() {
    assertThatThrownBy(
            () ->
                letters.read(
                    letter -> {
                      throw new IllegalStateException("reader");
                    }))
        .hasMessage("reader");
    assertThat(story).containsExactly("closed");
  }

  @Test
  void pushesNothingInADryRun() throws Exception {
    RedriveReport report =
        letters.drop(Selection.where(letter -> payload(letter).endsWith("7")).dryRun(true));
    assertThat(report.lookedAt()).isEqualTo(1_200);
    assertThat(report.redriven()).isEqualTo(120);
    assertThat(there).hasSize(1_200);
    assertThat(story).containsExactly("closed");
  }

  @Test
  void nothingIsPushedToNobody() {
    NoWayBack none = new NoWayBack("it is not known where they came from");
    assertThat(none.obstacle(new DeadLetter("1", letter("m")))).isPresent();
    assertThatThrownBy(() -> none.pusher().push(List.of(letter("m"))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static String payload(DeadLetter letter) {
    return new String(letter.message().payload(), UTF_8);
  }

  private static Message<byte[]> letter(String text) {
    return Message.builder(text.getBytes(UTF_8))
        .headers(Headers.of(DeadLetterHeaders.ORIGIN, "orders"))
        .handle(text)
        .build();
  }

  private final class Place implements LetterPlace, WayBack, Pusher<byte[]> {
    @Override
    public String description() {
      return "place";
    }

    @Override
    public LetterWalk walk() {
      return new Walk();
    }

    @Override
    public WayBack wayBack() {
      return this;
    }

    @Override
    public Optional<String> obstacle(DeadLetter letter) {
      return payload(letter).equals("stay") ? Optional.of("nobody wants it") : Optional.empty();
    }

    @Override
    public Pusher<byte[]> pusher() {
      return this;
    }

    @Override
    public String name() {
      return "orders";
    }

    @Override
    public void push(List<Message<byte[]>> messages) throws PushException {
      BitSet refused = new BitSet();
      for (int i = 0; i < messages.size(); i++) {
        refused.set(i, new String(messages.get(i).payload(), UTF_8).equals("refuse"));
      }
      story.add("push " + messages.size());
      if (!refused.isEmpty()) {
        throw new PushException("refused", refused, new IllegalStateException("full"));
      }
    }

    @Override
    public void close() {}
  }

  private final class Walk implements LetterWalk {
    private final List<String> left = new ArrayList<>(there);
    private int kept;

    @Override
    public Optional<DeadLetter> next() {
      return left.isEmpty()
          ? Optional.empty()
          : Optional.of(new DeadLetter(left.get(0), letter(left.remove(0))));
    }

    @Override
    public List<Message<byte[]>> forgettable(List<Message<byte[]>> letters) {
      List<Message<byte[]>> goes =
          letters.stream().filter(letter -> !"keep".equals(letter.handle())).toList();
      kept += letters.size() - goes.size();
      return goes;
    }

    @Override
    public Optional<String> remark() {
      return kept == 0 ? Optional.empty() : Optional.of("keeps " + kept + " for ever");
    }

    @Override
    public void forget(List<Message<byte[]>> letters) {
      letters.forEach(letter -> there.remove(letter.handle()));
      story.add("forget " + letters.size());
    }

    @Override
    public void close() {
      story.add("closed");
    }
  }
}
