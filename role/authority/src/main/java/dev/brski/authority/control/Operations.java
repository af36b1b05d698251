package dev.brski.authority.control;

import dev.brski.authority.evidence.Dossier;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.issuing.PublishedList;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.trust.SerialNumberField;
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
   * @param serialNumbers where these have the serial number
   * @return the name under which it was added
   * @throws IOException when the authority cannot be reached or a file cannot be written
   */
  Verdict<String> manufacturer(
      Optional<String> name, String anchors, SerialNumberField serialNumbers) throws IOException;

  /**
   * The requests that are held for a person, oldest first.
   *
   * @throws IOException when the authority cannot be reached
   */
  Verdict<List<PendingRequest>> pending() throws IOException;

  /**
   * Has the certificate of a held request made.
   *
   * @param by the operating-system user who wants it
   * @throws IOException when the authority cannot be reached
   */
  Verdict<Ruled> approve(String id, String by, Optional<String> reason) throws IOException;

  /**
   * Refuses the certificate of a held request, for good.
   *
   * @param by the operating-system user who wants it
   * @throws IOException when the authority cannot be reached
   */
  Verdict<Ruled> deny(String id, String by, Optional<String> reason) throws IOException;

  /**
   * Takes a file of expected devices in, whole or not at all.
   *
   * @throws IOException when the authority cannot be reached
   */
  Verdict<ImportReport> takeInventory(byte[] file, ImportOrder order) throws IOException;

  /**
   * The expected devices, by manufacturer and serial number.
   *
   * @throws IOException when the authority cannot be reached
   */
  Verdict<List<Entry>> inventory() throws IOException;

  /**
   * Removes devices from the inventory, all or none.
   *
   * @param by the operating-system user who wants it
   * @param reason why, for the record; may be empty
   * @throws IOException when the authority cannot be reached
   */
  Verdict<List<Entry>> removeFromInventory(List<Named> devices, String by, String reason)
      throws IOException;

  /**
   * Revokes certificates, all that are named or none, and publishes a list that names them.
   *
   * @throws IOException when the authority cannot be reached or the list cannot be written
   */
  Verdict<List<RevokedCertificate>> revoke(RevocationOrder order) throws IOException;

  /**
   * The revocation lists in force, the newest issuing CA's first; a new one is made where that is
   * due.
   *
   * @throws IOException when the authority cannot be reached or a list cannot be written
   */
  Verdict<List<PublishedList>> revocationLists() throws IOException;

  /**
   * Every certificate issued to a device, oldest first.
   *
   * @throws IOException when the authority cannot be reached
   */
  Verdict<List<IssuedCertificate>> certificates() throws IOException;

  /**
   * Everything that a certificate of a device rests on.
   *
   * @throws IOException when the authority cannot be reached
   */
  Verdict<Dossier> evidence(EvidenceOrder order) throws IOException;
}
