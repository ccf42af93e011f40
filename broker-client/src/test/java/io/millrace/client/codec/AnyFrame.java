package io.millrace.client.codec;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Frames of every method, with names and bodies of every kind. */
final class AnyFrame {
  private AnyFrame() {}

  static Arbitrary<Frame> any() {
    Arbitrary<String> names = name(1);
    Arbitrary<String> keys = name(0);
    Arbitrary<byte[]> bodies = Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(3000);
    Arbitrary<Long> ids = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        Combinators.combine(keys, bodies).as(Frame.Auth::new),
        Combinators.combine(flags, bodies).as(Frame.AuthOk::new),
        Combinators.combine(
                names,
                keys,
                Arbitraries.of(PublishType.class),
                Arbitraries.of(Confirm.class),
                Arbitraries.longs().between(0, 1_000_000_000),
                ids,
                bodies)
            .as(Frame.Publish::new),
        ids.map(Frame.PublishOk::new),
        Combinators.combine(names, keys, flags, Arbitraries.integers().between(0, 65_535))
            .as(Frame.Bind::new),
        Combinators.combine(names, Arbitraries.longs().greaterOrEqual(-1)).as(Frame.BindOk::new),
        keys.map(Frame.Unbind::new),
        keys.map(Frame.UnbindOk::new),
        Combinators.combine(
                Arbitraries.integers().between(0, 999),
                Arbitraries.integers().between(-1, 20_000),
                keys)
            .as(Frame.Fault::new),
        Combinators.combine(keys, ids).as(Frame.Heartbeat::new),
        Combinators.combine(
                names, ids, keys, flags, Arbitraries.integers().greaterOrEqual(0), bodies)
            .as(Frame.Push::new),
        Combinators.combine(names, ids).as(Frame.Ack::new));
  }

  /** At most 200 bytes in UTF-8, mostly plain. */
  private static Arbitrary<String> name(int leastLength) {
    Arbitrary<String> plain =
        Arbitraries.strings().ascii().ofMinLength(leastLength).ofMaxLength(200);
    Arbitrary<String> wide =
        Arbitraries.strings()
            .withChars('a', 'é', '€', '"', '\\', '\u0000', '\u2028')
            .ofMinLength(leastLength)
            .ofMaxLength(60);
    return Arbitraries.oneOf(plain, wide, wide.map(name -> name + "\uD83D\uDE80"));
  }
}
