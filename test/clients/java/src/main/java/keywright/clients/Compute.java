package keywright.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** The functions of the scenarios, by the JDK's own cryptography. */
final class Compute {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final JsonObject with;

  private Compute(JsonObject with) {
    this.with = with;
  }

  static JsonElement call(String function, JsonObject with) throws GeneralSecurityException {
    Compute compute = new Compute(with);
    return switch (function) {
      case "random" -> base64(random(with.get("bytes").getAsInt()));
      case "sha256" -> base64(MessageDigest.getInstance("SHA-256").digest(compute.text("text").getBytes(UTF_8)));
      case "aesGcmSeal" -> compute.seal();
      case "aesGcmOpen" -> compute.open();
      case "verify" -> new JsonPrimitive(compute.verify());
      case "oaepEncrypt" -> base64(compute.oaep(Cipher.ENCRYPT_MODE, compute.wrappingKey(), compute.bytes("plaintext")));
      case "rsaKeyPair" -> rsaKeyPair();
      case "oaepDecrypt" -> base64(compute.oaep(Cipher.DECRYPT_MODE, compute.privateKey(), compute.bytes("ciphertext")));
      case "aliasName" -> new JsonPrimitive("alias/" + HexFormat.of().formatHex(compute.bytes("suffix")));
      default -> throw new IllegalArgumentException("there is no such function");
    };
  }

  private JsonElement seal() throws GeneralSecurityException {
    byte[] nonce = random(NONCE);
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, nonce).doFinal(text("text").getBytes(UTF_8));
    return base64(ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
  }

  private JsonElement open() throws GeneralSecurityException {
    ByteBuffer sealed = ByteBuffer.wrap(bytes("sealed"));
    byte[] nonce = new byte[NONCE];
    byte[] ciphertext = new byte[sealed.remaining() - NONCE];
    sealed.get(nonce).get(ciphertext);
    return new JsonPrimitive(new String(gcm(Cipher.DECRYPT_MODE, nonce).doFinal(ciphertext), UTF_8));
  }

  private Cipher gcm(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(bytes("key"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private boolean verify() throws GeneralSecurityException {
    String algorithm = text("algorithm");
    Signature signature = switch (algorithm) {
      case "RSA_PSS_SHA_256" -> Signature.getInstance("RSASSA-PSS");
      case "RSA_PKCS1_SHA_256" -> Signature.getInstance("SHA256withRSA");
      case "ECDSA_SHA_256" -> Signature.getInstance("SHA256withECDSA");
      default -> throw new IllegalArgumentException("there is no algorithm " + algorithm);
    };
    if (algorithm.startsWith("RSA_PSS")) {
      signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC));
    }
    signature.initVerify(publicKey(algorithm.startsWith("RSA") ? "RSA" : "EC", der("publicKey")));
    signature.update(text("text").getBytes(UTF_8));
    return signature.verify(bytes("signature"));
  }

  /** The name "OAEPWithSHA-256AndMGF1Padding" alone would leave SHA-1 to MGF1, so all parameters are given. */
  private byte[] oaep(int mode, Key key, byte[] data) throws GeneralSecurityException {
    String hash = text("hash");
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(mode, key, new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(data);
  }

  private PublicKey wrappingKey() throws GeneralSecurityException {
    return publicKey("RSA", with.has("publicKeyPem") ? der("publicKeyPem") : bytes("publicKeyDer"));
  }

  private static PublicKey publicKey(String algorithm, byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    byte[] der = Base64.getDecoder().decode(with.getAsJsonObject("pair").get("private").getAsString());
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static JsonObject rsaKeyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    JsonObject fields = new JsonObject();
    fields.add("public", base64(pair.getPublic().getEncoded()));
    fields.add("private", base64(pair.getPrivate().getEncoded()));
    return fields;
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private String text(String argument) {
    return with.get(argument).getAsString();
  }

  private byte[] bytes(String argument) {
    return Base64.getDecoder().decode(text(argument));
  }

  private byte[] der(String argument) {
    return Base64.getMimeDecoder().decode(text(argument).replaceAll("-----[A-Z ]+-----", ""));
  }

  private static JsonPrimitive base64(byte[] bytes) {
    return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
  }
}
