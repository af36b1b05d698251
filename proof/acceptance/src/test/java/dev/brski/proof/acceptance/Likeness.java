package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Curl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.PKIMessage;

/**
 * What an answer over HTTP says, without what is different in any two answers: the time, fresh
 * nonces, the signature over them, and what is only an echo of the request.
 *
 * @param status of HTTP
 * @param headers of HTTP
 * @param body as text, or of a PKIMessage its octets in hexadecimal
 */
record Likeness(int status, List<String> headers, String body) {

  private static final DEROctetString ECHO =
      new DEROctetString("of the request".getBytes(StandardCharsets.UTF_8));

  static Likeness of(Curl.Answer answer, byte[] request) throws IOException {
    boolean cmp = answer.mediaType().equals(HandMadePledge.PKIX_CMP);
    return new Likeness(
        answer.status(),
        answer.headers().stream().filter(line -> !varies(line, cmp)).toList(),
        cmp ? body(PKIMessage.getInstance(answer.body()), request) : answer.text());
  }

  /** The length of a signature with ECDSA is not always the same. */
  private static boolean varies(String header, boolean isSigned) {
    var line = header.toLowerCase(Locale.ROOT);
    return line.startsWith("date:") || (isSigned && line.startsWith("content-length:"));
  }

  private static String body(PKIMessage answer, byte[] request) throws IOException {
    var asked = PKIMessage.getInstance(request).getHeader();
    var header = answer.getHeader();
    var like =
        CmpForge.like(header)
            .setTransactionID(echo(header.getTransactionID(), asked.getTransactionID()))
            .setSenderNonce(new byte[header.getSenderNonce().getOctetsLength()])
            .setRecipNonce(echo(header.getRecipNonce(), asked.getSenderNonce()));
    return HexFormat.of()
        .formatHex(
            new PKIMessage(like.build(), answer.getBody(), null, answer.getExtraCerts())
                .getEncoded(ASN1Encoding.DER));
  }

  private static ASN1OctetString echo(ASN1OctetString answered, ASN1OctetString asked) {
    return Arrays.equals(answered.getOctets(), asked.getOctets()) ? ECHO : answered;
  }
}
