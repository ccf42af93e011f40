package io.millrace.broker.store;

import java.io.IOException;
import java.util.List;

/**
 * The files of one directory, and all that the store asks of an operating system.
 *
 * <p><b>Threads:</b> any. <b>After a power cut</b> a file holds what it held at its last {@link
 * DiskFile#sync}, and of what was written later any part; a name that was created, renamed or
 * deleted since the last {@link #syncNames} may be there or not.
 */
interface Disk {

  /**
   * Makes an empty file.
   *
   * @throws DiskFullException if there is no room
   * @throws IOException also if there is one of that name
   */
  DiskFile create(String name) throws IOException;

  /** Opens a file that is there, to read and to write. */
  DiskFile open(String name) throws IOException;

  /** Deletes a file; no fault if there is none. Who has it open may still read it. */
  void delete(String name) throws IOException;

  /** Gives a file another name, in one step; a file of that name is replaced. */
  void rename(String from, String to) throws IOException;

  /** Makes sure that names are as they are now also after a power cut. Blocks. */
  void syncNames() throws IOException;

  /** The names of all files, in no order. */
  List<String> names() throws IOException;

  /** How many bytes may still be written, as far as the operating system knows. */
  long usableBytes() throws IOException;

  /** How many bytes the volume has in all. */
  long totalBytes() throws IOException;
}
