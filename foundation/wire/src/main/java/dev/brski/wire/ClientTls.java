package dev.brski.wire;

import dev.brski.trust.Credential;
import java.util.Optional;

/**
 * How a client shows itself and whom it believes.
 *
 * @param credential what it shows when the server asks for a certificate, whatever authorities the
 *     server names
 * @param judge who decides about the server's certificates
 * @param sendServerName whether the host is named in the handshake (SNI): between registrar and
 *     MASA always, by a pledge that knows its registrar by address never; an IP address is never
 *     named (RFC 6066 section 3)
 */
public record ClientTls(Optional<Credential> credential, PeerJudge judge, boolean sendServerName) {}
