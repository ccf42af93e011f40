package io.millrace.broker.message;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Messages with all kinds of properties and headers, for properties to be checked on. */
public final class AnyMessage {
  /** A property that a message may have. */
  private interface Setting {
    void set(PropertiesBuilder properties);
  }

  private AnyMessage() {}

  static Arbitrary<Message> any() {
    return Combinators.combine(texts(), texts(), properties(), octets()).as(Message::new);
  }

  public static Arbitrary<Properties> properties() {
    return settings()
        .list()
        .ofMaxSize(12)
        .map(
            settings -> {
              PropertiesBuilder properties = Properties.builder();
              settings.forEach(setting -> setting.set(properties));
              return properties.build();
            });
  }

  private static Arbitrary<Setting> settings() {
    List<Arbitrary<Setting>> all = new ArrayList<>();
    all.add(texts().map(text -> to -> to.contentType(text)));
    all.add(texts().map(text -> to -> to.contentEncoding(text)));
    all.add(texts().map(text -> to -> to.correlationId(text)));
    all.add(texts().map(text -> to -> to.replyTo(text)));
    all.add(texts().map(text -> to -> to.messageId(text)));
    all.add(texts().map(text -> to -> to.type(text)));
    all.add(texts().map(text -> to -> to.userId(text)));
    all.add(texts().map(text -> to -> to.appId(text)));
    all.add(texts().map(text -> to -> to.clusterId(text)));
    all.add(texts().map(text -> to -> to.key(text)));
    all.add(texts().map(text -> to -> to.deduplicationId(text)));
    all.add(octets().map(octets -> to -> to.correlationData(octets)));
    all.add(counts().map(count -> to -> to.expirationMillis(count)));
    all.add(counts().map(count -> to -> to.delayMillis(count)));
    all.add(counts().map(count -> to -> to.deliverAtMillis(count)));
    all.add(Arbitraries.longs().map(seconds -> to -> to.timestampSeconds(seconds)));
    all.add(smallNumbers().map(octet -> to -> to.deliveryMode(octet)));
    all.add(smallNumbers().map(octet -> to -> to.priority(octet)));
    all.add(smallNumbers().map(octet -> to -> to.payloadFormat(octet)));
    all.add(smallNumbers().map(octet -> to -> to.qos(octet)));
    all.add(Arbitraries.just(PropertiesBuilder::retained));
    all.add(headers(2).map(headers -> to -> to.headers(headers)));
    all.add(Arbitraries.just(PropertiesBuilder::emptyHeaders));
    return Arbitraries.oneOf(all);
  }

  public static Arbitrary<Headers> headers(int depth) {
    return Combinators.combine(texts(), values(depth))
        .as((name, value) -> Headers.builder().put(name, value).build())
        .list()
        .ofMaxSize(4)
        .map(
            headers -> {
              Headers.Builder all = Headers.builder();
              headers.forEach(header -> header.forEach(all::put));
              return all.build();
            });
  }

  private static Arbitrary<HeaderValue> values(int depth) {
    List<Arbitrary<HeaderValue>> all = new ArrayList<>();
    all.add(Arbitraries.just(HeaderValue.Nothing.NOTHING));
    all.add(Arbitraries.of(true, false).map(HeaderValue.Flag::new));
    all.add(Arbitraries.of(IntegerType.class).flatMap(AnyMessage::integers));
    all.add(Arbitraries.floats().map(HeaderValue.Single::new));
    all.add(Arbitraries.doubles().map(HeaderValue.Real::new));
    all.add(
        Combinators.combine(smallNumbers(), Arbitraries.integers()).as(HeaderValue.Decimal::new));
    all.add(Arbitraries.longs().map(HeaderValue.Timestamp::new));
    all.add(texts().map(Text::of));
    all.add(octets().map(Text::ofBytes));
    all.add(octets().map(Octets::of));
    if (depth > 0) {
      all.add(headers(depth - 1).map(HeaderValue.Table::new));
      all.add(values(depth - 1).list().ofMaxSize(3).map(HeaderValue.Sequence::new));
    }
    return Arbitraries.oneOf(all);
  }

  private static Arbitrary<HeaderValue> integers(IntegerType type) {
    return Arbitraries.longs()
        .between(type.least(), type.greatest())
        .map(value -> new HeaderValue.Whole(type, value));
  }

  private static Arbitrary<Long> counts() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<Integer> smallNumbers() {
    return Arbitraries.integers().between(0, 255);
  }

  /** Up to 255 bytes of UTF-8. */
  public static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(12),
        Arbitraries.strings().withChars("a\u00e9\u4e2d").ofMaxLength(5),
        Arbitraries.of("\ud83d\ude00", "", "x".repeat(200)));
  }

  public static Arbitrary<byte[]> octets() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
  }
}
