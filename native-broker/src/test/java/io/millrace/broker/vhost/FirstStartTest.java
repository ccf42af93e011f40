package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.message.Headers;
import io.millrace.broker.security.Access;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.FirstUser;
import io.millrace.broker.security.LoginRefusal;
import io.millrace.broker.security.User;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstStartTest {
  private static final Optional<FirstUser> GUEST = Optional.of(FirstUser.GUEST);

  private final KeptJournals journals = new KeptJournals();
  private TestHost test;

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void guestMayDoEverythingInTheDefaultVirtualHostFromLoopback() {
    test = new TestHost(journals, GUEST);

    AccessTable table = test.hosts.users().table();
    assertThat(table.users()).extracting(User::name).containsExactly("guest");
    assertThat(table.user("guest").orElseThrow().isAdministrator()).isTrue();
    assertThat(table.refusalOfLogin("guest", "guest", true)).isEmpty();
    assertThat(table.refusalOfLogin("guest", "guest", false))
        .contains(LoginRefusal.ONLY_FROM_LOOPBACK);
    assertThat(table.allows("guest", VirtualHosts.DEFAULT_NAME, Access.CONFIGURE, "q")).isTrue();
  }

  @Test
  void anotherFirstUserMayLogInFromAnywhere() throws InterruptedException {
    test = new TestHost(journals, Optional.of(new FirstUser("ann", "s3cret")));

    test = test.killed();

    AccessTable table = test.hosts.users().table();
    assertThat(table.refusalOfLogin("ann", "s3cret", false)).isEmpty();
    assertThat(table.user("guest")).isEmpty();
  }

  @Test
  void withoutAFirstUserThereIsNone() {
    test = new TestHost(journals, Optional.empty());

    assertThat(test.hosts.users().table().users()).isEmpty();
  }

  @Test
  void whatSomebodyDeletesDoesNotComeBack() {
    test = new TestHost(journals, GUEST);
    done(test.hosts.users().remove("guest"));
    test.close();

    test = new TestHost(journals, GUEST);

    assertThat(test.hosts.users().table().users()).isEmpty();
  }

  @Test
  void aFirstStartThatWasCutOffIsDoneAgain() throws InterruptedException {
    OwnerLoops loops =
        OwnerLoops.start("cut-off", 1, OwnerLoops.DEFAULT_LIMIT_BYTES, System::currentTimeMillis);
    OwnerLoop loop = loops.all().get(0);
    TestHost.await(
        loop.callAsync(
            now ->
                DefinitionStore.open(loop, journals, JournalNames.BROKER)
                    .put(
                        new DefinitionStore.Definition(
                            "virtual host", VirtualHosts.DEFAULT_NAME, Headers.EMPTY),
                        now)));
    loops.stop(TestHost.DEADLINE);
    journals.crash();

    test = new TestHost(journals, GUEST);

    assertThat(test.hosts.users().table().mayEnter("guest", VirtualHosts.DEFAULT_NAME)).isTrue();
  }

  @Test
  void tellsNobodyThePassword() {
    test = new TestHost(journals, Optional.empty());

    assertThat(new FirstUser("ann", "s3cret")).hasToString("FirstUser[ann]");
    assertThatThrownBy(() -> new FirstUser("ann", " "))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
