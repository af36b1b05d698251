package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Vouchers as openssl sees them. */
final class OpensslVoucher {

  private OpensslVoucher() {}

  /**
   * Verifies a voucher by an anchor alone; openssl ends with 0 if that holds.
   *
   * @param content where what was signed is written
   * @param more what else openssl is to do or to know
   */
  static Run verified(Foreign openssl, Path voucher, Path anchor, Path content, String... more)
      throws IOException, InterruptedException {
    var words =
        new ArrayList<>(
            List.of(
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-binary",
                "-in",
                voucher.toString(),
                "-CAfile",
                anchor.toString(),
                "-purpose",
                "any",
                "-out",
                content.toString()));
    words.addAll(List.of(more));
    return openssl.run(words.toArray(String[]::new));
  }
}
