package dev.brski.masa.intake;

import dev.brski.trust.CryptoSuite;
import dev.brski.wire.Recent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The 1024 requests that were asked for last of those whose signatures this process has verified,
 * by the SHA-256 of their octets (RFC 8995 section 5.8).
 */
public final class KnownRequests {

  private static final int MOST = 1024;

  private final Recent<ByteBuffer, KnownRequest> known = new Recent<>(MOST);

  /** What is known of these very octets, unless a certificate is not valid any more. */
  synchronized Optional<KnownRequest> find(byte[] body, Instant now) {
    return known.get(key(body)).filter(request -> request.isValid(now));
  }

  /** Remembers octets whose signatures have been verified. */
  synchronized void add(byte[] body, KnownRequest request) {
    known.put(key(body), request);
  }

  private static ByteBuffer key(byte[] body) {
    return ByteBuffer.wrap(CryptoSuite.sha256(body));
  }
}
