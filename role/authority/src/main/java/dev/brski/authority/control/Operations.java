package dev.brski.authority.control;

import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What an operator may do to an authority, running or not. */
interface Operations {

  /**
   * Certifies a registrar's key and enters it into the ledger.
   *
   * @param publicKey its SubjectPublicKeyInfo, DER
   * @throws IOException when the authority cannot be reached
   */
  Verdict<Introduction> registrar(String name, byte[] publicKey) throws IOException;

  /**
   * Takes the devices of a manufacturer from now on.
   *
   * @param name the manufacturer's name; empty for one that the anchor suggests
   * @param anchors the PEM text of what anchors its IDevIDs
   * @return the name under which it was added
   * @throws IOException when the authority cannot be reached or a file cannot be written
   */
  Verdict<String> manufacturer(Optional<String> name, String anchors) throws IOException;

  /**
   * Every certificate issued to a device, oldest first.
   *
   * @throws IOException when the authority cannot be reached
   */
  Verdict<List<IssuedCertificate>> certificates() throws IOException;
}
