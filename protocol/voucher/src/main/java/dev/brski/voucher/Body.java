package dev.brski.voucher;

import dev.brski.trust.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** The octets of a body as they should have come: peers also send base64 and PEM. */
final class Body {

  private static final int SEQUENCE = 0x30;

  private Body() {}

  static byte[] der(byte[] body, Set<Tolerance> needed) throws Broken {
    if (body.length == 0) {
      throw new Broken(VoucherCheck.FORMAT, "the body is empty");
    }
    if (body[0] == SEQUENCE) {
      return body;
    }
    var text = new String(body, StandardCharsets.ISO_8859_1).strip();
    if (text.startsWith("-----BEGIN ")) {
      needed.add(Tolerance.BODY_PEM);
      return pem(text);
    }
    var decoded = Binary.decode(text, EnumSet.noneOf(Tolerance.class));
    if (decoded.isPresent() && decoded.get().length > 0 && decoded.get()[0] == SEQUENCE) {
      needed.add(Tolerance.BODY_BASE64);
      return decoded.get();
    }
    throw new Broken(VoucherCheck.FORMAT, "the body is neither DER nor base64 nor PEM of it");
  }

  private static byte[] pem(String text) throws Broken {
    try {
      var blocks = Pem.read(text);
      if (blocks.size() == 1) {
        return blocks.getFirst().der();
      }
      throw new Broken(VoucherCheck.FORMAT, "the PEM body has " + blocks.size() + " blocks");
    } catch (IOException e) {
      throw new Broken(VoucherCheck.FORMAT, "the PEM body cannot be read");
    }
  }
}
