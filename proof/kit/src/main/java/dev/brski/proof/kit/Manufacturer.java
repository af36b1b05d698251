package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A maker of devices, with its MASA.
 *
 * @param folder the factory's folder
 * @param masa its MASA
 */
public record Manufacturer(Brski brski, Path folder, Role masa) {

  /**
   * Makes factory and MASA, and starts the latter.
   *
   * @param factory what else the factory is told
   * @param told what else the MASA is told
   */
  void make(String name, List<?> factory, Object... told) throws IOException, InterruptedException {
    var init = List.of("factory", "init", "--dir", folder, "--name", name);
    brski.run(Brski.words(init, factory.toArray())).expecting(0);
    masa.run("init", Brski.words(List.of("--factory", folder), told)).expecting(0);
    masa.start();
  }

  /** What anchors the IDevIDs. */
  public Path anchor() {
    return folder.resolve("anchor.pem");
  }

  /** What anchors vouchers. */
  public Path voucherAnchor() {
    return folder.resolve("voucher-anchor.pem");
  }

  /** Makes a device whose certificate names its MASA. */
  public Device device(String serial, Path out) throws IOException, InterruptedException {
    return device(serial, masa.address(), out);
  }

  /**
   * Makes a device whose certificate names another MASA.
   *
   * @param more what else the factory is told, such as {@code --serial-in hardware-module-name}
   */
  public Device device(String serial, String masaUrl, Path out, Object... more)
      throws IOException, InterruptedException {
    var words =
        List.of(
            "factory",
            "device",
            "--dir",
            folder,
            "--serial",
            serial,
            "--masa",
            masaUrl,
            "--out",
            out);
    brski.run(Brski.words(words, more)).expecting(0);
    return new Device(brski, serial, out);
  }
}
