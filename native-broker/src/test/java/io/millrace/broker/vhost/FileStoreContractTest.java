package io.millrace.broker.vhost;

import io.millrace.broker.store.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A data directory, synced before anything is confirmed. */
class FileStoreContractTest extends LastingStoreContract {
  @TempDir private Path directory;

  @Override
  StoreSite site() throws IOException {
    return new StoreSite.Directory(Files.createTempDirectory(directory, "test"), SyncPolicy.ALWAYS);
  }
}
