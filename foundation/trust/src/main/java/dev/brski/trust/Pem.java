package dev.brski.trust;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Textual encodings of PKIX structures (RFC 7468): labelled base64 around DER. */
public final class Pem {

  private static final int MOST_CHARACTERS = 1 << 20;

  /** One labelled structure. */
  public record Block(String label, byte[] der) {

    /** Copies the octets in. */
    public Block {
      der = der.clone();
    }

    /** A copy of the DER octets. */
    @Override
    public byte[] der() {
      return der.clone();
    }
  }

  private Pem() {}

  /**
   * All blocks of a text, in their order.
   *
   * @throws IOException when the text is over 1 MiB or a block cannot be decoded
   */
  public static List<Block> read(String text) throws IOException {
    if (text.length() > MOST_CHARACTERS) {
      throw new IOException("over " + MOST_CHARACTERS + " characters of PEM");
    }
    var blocks = new ArrayList<Block>();
    try (var reader = new PemReader(new StringReader(text))) {
      for (var object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
        blocks.add(new Block(object.getType(), object.getContent()));
      }
    } catch (RuntimeException e) {
      throw new IOException("not valid PEM: " + e.getMessage(), e);
    }
    return List.copyOf(blocks);
  }

  /** The text of the blocks, in their order. */
  public static String write(List<Block> blocks) {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      for (var block : blocks) {
        writer.writeObject(new PemObject(block.label(), block.der()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
