package io.millrace.broker.transport;

import java.nio.file.Path;

/**
 * Whose certificates are believed of clients that connect with TLS.
 *
 * @param authorities a PEM file with the certificates of those who vouch for clients
 * @param required whether a client without a certificate is turned away; a client with one that
 *     nobody vouches for is in any case
 */
public record ClientTrust(Path authorities, boolean required) {}
