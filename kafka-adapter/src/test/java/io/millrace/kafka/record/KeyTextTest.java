package io.millrace.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.internals.RecordHeaders;

class KeyTextTest {
  private final KeyText keys = new KeyText();

  @Property
  void readsABufferLikeItsBytesAndLeavesItAsItWas(@ForAll byte[] key, @ForAll boolean direct) {
    byte[] padded = new byte[key.length + 2];
    System.arraycopy(key, 0, padded, 1, key.length);
    ByteBuffer buffer =
        direct
            ? ByteBuffer.allocateDirect(key.length).put(key).flip()
            : ByteBuffer.wrap(padded, 1, key.length);

    assertThat(keys.deserialize("t", new RecordHeaders(), buffer)).isEqualTo(RecordText.of(key));
    assertThat(buffer.remaining()).isEqualTo(key.length);
  }

  @Property
  void writesEveryKeyBackAsItWas(@ForAll byte[] key) {
    String text = keys.deserialize("t", new RecordHeaders(), ByteBuffer.wrap(key));

    assertThat(RecordText.toBytes(text)).isEqualTo(key);
  }
}
