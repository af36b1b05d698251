package dev.brski.proof.kit.cmp;

import dev.brski.proof.kit.TlsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;

/** CMP over HTTPS as one client, which takes any server: whoever answers must sign the answer. */
public final class CmpLine {

  private static final String PKIX_CMP = "application/pkixcmp";

  /** What came back over HTTP. */
  public record Answer(int status, String mediaType, byte[] content) {

    /** Copies the octets. */
    public Answer {
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }

    /** Whether it is a PKIMessage. */
    public boolean isCmp() {
      return mediaType.equals(PKIX_CMP);
    }
  }

  private final URI url;
  private final TlsClient client;

  private CmpLine(URI url, TlsClient client) {
    this.url = url;
    this.client = client;
  }

  /** A line to a server, authenticated in TLS by an identity. */
  public static CmpLine to(URI url, Identity identity) throws GeneralSecurityException {
    return new CmpLine(url, TlsClient.of(identity.chain(), identity.key()));
  }

  /** Posts some octets. */
  public Answer post(byte[] octets) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", PKIX_CMP)
            .POST(HttpRequest.BodyPublishers.ofByteArray(octets))
            .build();
    var response = client.http().send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }
}
