package dev.brski.authority.issuing;

import dev.brski.inventory.UnknownDevices;
import java.time.Duration;

/**
 * What the operator decided about requests for certificates.
 *
 * @param approval whether a person decides
 * @param keyUpdates whether a person decides on key updates too
 * @param registrarUpdates whether registrars get their next credential by asking for it
 * @param unknown what happens to devices that the inventory does not name
 * @param strongerKeys what happens to requests for a key that is stronger than what signs them
 * @param confirmation whether implicitConfirm is granted
 * @param confirmWait how long a certConf is waited for
 */
public record IssuingPolicy(
    ApprovalPolicy approval,
    KeyUpdatePolicy keyUpdates,
    RegistrarUpdatePolicy registrarUpdates,
    UnknownDevices unknown,
    StrongerKeys strongerKeys,
    ConfirmationPolicy confirmation,
    Duration confirmWait) {}
