package io.millrace.bench.amqp.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.bench.amqp.server.Peer;
import org.junit.jupiter.api.Test;

class PeersOptionsTest {
  @Test
  void takesLoadsServersScenariosAndSizes() {
    PeersOptions options =
        PeersOptions.parse(
            "--loads",
            "lean",
            "--servers",
            "qpid,millrace",
            "--scenarios",
            "topic",
            "--bytes",
            "5");

    assertThat(options.loads()).extracting(Load::name).containsExactly("lean");
    assertThat(options.servers()).containsExactly(Peer.QPID, Peer.MILLRACE);
    assertThat(options.scenarios()).containsExactly("topic");
    assertThat(options.bytes()).containsExactly(5);
  }

  @Test
  void doesAllThatThereIsUnlessAsked() {
    PeersOptions options = PeersOptions.parse();

    assertThat(options.servers()).containsExactly(Peer.values());
    assertThat(options.loads().get(0).scenarios()).containsExactlyElementsOf(options.scenarios());
    assertThat(options.scenarios()).containsAll(options.loads().get(1).scenarios());
  }

  @Test
  void namesWhatThereIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeersOptions.parse("--servers", "kafka"))
        .withMessageContaining("kafka")
        .withMessageContaining("rabbitmq");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeersOptions.parse("--scenarios", "durabel"))
        .withMessageContaining("durabel");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeersOptions.parse("--loads", "fat"))
        .withMessageContaining("fat");
  }
}
